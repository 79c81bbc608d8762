import ArgumentParser

/// The root command.
struct WijkClient: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "wijkclient", en: "Neighbourhood work, with or without network.", nl: "Wijkbeheer, met of zonder netwerk.",
            more: (
                en: """
                Everything is stored in a replica on this device; only enroll and sync use the network. Ids may be shortened to four or more of their first or last digits.

                Exit status: 0 done; 64 wrong command line; 65 wrong value or data; 66 not found; 69 server not reachable, try later; 70 bug; 73 cannot be made; 74 disk; 75 busy, try again; 76 refused by the server; 77 not enrolled, or token refused; 79 not safe to wipe; 130 interrupted.

                Variables: WIJK_REPLICA (folder), WIJK_LANG (nl, en), NO_COLOR, TZ.
                """,
                nl: """
                Alles staat in een replica op dit apparaat; alleen aanmelden en sync gebruiken het netwerk. Nummers mogen korter: vier of meer van de eerste of laatste cijfers.

                Eindstatus: 0 klaar; 64 opdracht klopt niet; 65 waarde of gegevens kloppen niet; 66 niet gevonden; 69 server niet bereikbaar, later opnieuw; 70 fout in het programma; 73 kan niet worden gemaakt; 74 schijf; 75 bezet, nog eens; 76 geweigerd door de server; 77 niet aangemeld, of toegang geweigerd; 79 nog niet wissen; 130 onderbroken.

                Variabelen: WIJK_REPLICA (map), WIJK_LANG (nl, en), NO_COLOR, TZ.
                """
            ),
            subcommands: [
                EnrollCommand.self, StatusCommand.self, TodayCommand.self, SyncCommand.self, SchouwCommand.self, FindingCommand.self,
                ItemCommand.self,
                PlanCommand.self, RankCommand.self, BudgetCommand.self, BookingCommand.self, PlainCommand<DecisionNoun>.self,
                PlainCommand<ProposalNoun>.self,
                PlainCommand<ConsultationNoun>.self, PlainCommand<ReactionNoun>.self, PlainCommand<NotificationNoun>.self,
                PlainCommand<IndicatorNoun>.self, PlainCommand<MeasurementNoun>.self, PlainCommand<FeedbackNoun>.self,
                PlainCommand<CovenantNoun>.self, PlainCommand<SketchNoun>.self, PlainCommand<PurchaseNoun>.self,
                PlainCommand<AttachmentNoun>.self, ConfidentialCommand.self, ReportCommand.self, KnownCommand<TeamNoun>.self,
                KnownCommand<RoleNoun>.self,
                KnownCommand<OrganisationNoun>.self,
                ConflictCommand.self, ImportCommand.self, ExportCommand.self, RefusedCommand.self, AreasCommand.self, VerifyCommand.self,
                ReceiptCommand.self,
            ])
    }
}
