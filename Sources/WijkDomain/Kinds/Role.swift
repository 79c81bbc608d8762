/// What somebody is in an area, in words that hold for every municipality; each calls them by names of its own, in its profile.
public enum Role: String, CaseIterable, Sendable {
    /// Walks the wijk and records (buurtbeheerder).
    case schouwer
    /// Routes, plans and leads (wijkambtenaar, wijkcoördinator, projectmanager, wijkmanager).
    case coordinator
    /// Guides residents (opbouwwerker).
    case bewonersbegeleider
    /// Speaks for a service (beheercoördinator, aandachtsfunctionaris, contactpersoon).
    case dienstcontact
    /// Carries out (onderhoudsploeg, buurtserviceteam, dagelijks beheer).
    case uitvoerder
    /// Decides about a budget, with or for the residents.
    case budgethouder
    case stadscoordinator
    /// Decides about the process, and by decision; never writes content (§6.7).
    case bestuurder
    /// Reads, and hands on (§2.4).
    case raadscontact
    /// Keeps the system running.
    case beheerder
}
