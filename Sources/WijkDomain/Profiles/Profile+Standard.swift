extension Profile {
    /// The municipality's profile as it comes with the program.
    public static func standard(_ municipality: Municipality) -> Profile {
        do { return try Profile(parsing: standardText(municipality)) } catch {
            preconditionFailure("\(municipality): \(error.flaws.map { $0.message(dutch: false) })")
        }
    }

    /// Its text, to copy and change.
    public static func standardText(_ municipality: Municipality) -> String {
        let bytes =
            switch municipality {
            case .amersfoort: PackageResources.amersfoort_profile
            case .deventer: PackageResources.deventer_profile
            case .dordrecht: PackageResources.dordrecht_profile
            case .tilburg: PackageResources.tilburg_profile
            case .utrecht: PackageResources.utrecht_profile
            }
        return String(decoding: bytes, as: UTF8.self)
    }
}
