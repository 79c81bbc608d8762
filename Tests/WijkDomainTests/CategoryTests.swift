import Testing
import WijkDomain

@Suite("Categories")
struct CategoryTests {
    @Test func `there are 13 main categories with 123 subcategories`() {
        #expect(Categories.all.count == 13)
        #expect(Categories.all.map(\.subs.count) == [16, 26, 10, 16, 8, 7, 6, 7, 2, 1, 10, 8, 6])
        #expect(Categories.all.flatMap(\.subs).count == 123)
    }

    @Test func `a value is a main category or a main and a subcategory`() {
        #expect(Categories.slugs.count == 13 + 123)
        #expect(Set(Categories.slugs).count == Categories.slugs.count)
        #expect(Categories.slugs.allSatisfy { $0.wholeMatch(of: /[a-z][a-z-]*(\/[a-z][a-z-]*)?/) != nil })
        #expect(Categories.slugs.contains("afval"))
        #expect(Categories.slugs.contains("wegen-verkeer-straatmeubilair/lantaarnpaal-straatverlichting"))
        #expect(!Categories.slugs.contains("afval/veeg-zwerfvuil"))
    }

    @Test func `what speaks of persons, households and businesses is off on devices`() {
        #expect(Categories.offOnDevices.isSubset(of: Categories.all.map(\.slug)))
        #expect(Categories.offeredOnDevices.count == 9)
        #expect(!Categories.offeredOnDevices.contains { $0.slug == "wonen" || $0.slug == "ondermijning" })
    }

    @Test func `a category that is off can still be read`() {
        #expect(Categories.slugs.contains("wonen/leegstand"))
    }
}
