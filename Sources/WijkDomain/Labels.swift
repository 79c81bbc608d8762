/// What people read: column heads and names of kinds, in lower case.
public enum Labels {
    /// The label of a field of a kind; a field without one is called by its name, words apart.
    public static func label(kind: String, field: String, dutch: Bool = true) -> String {
        guard let label = table["\(kind).\(field)"] ?? table[field] else { return field.replacing("_", with: " ") }
        return dutch ? label.dutch : label.english
    }

    /// The label of one record of a kind: `bevinding`, `finding`.
    public static func label(kind: String, dutch: Bool = true) -> String {
        label(kind: "kind", field: kind, dutch: dutch)
    }

    /// A kind or a field as an argument of a message, which is said in the language of whoever reads it.
    static func argument(kind: String, field: String? = nil) -> String { "label:" + kind + (field.map { "." + $0 } ?? "") }

    /// An argument of a message as it is said; one that names no kind is said as it is.
    static func spoken(_ argument: String, dutch: Bool) -> String {
        guard argument.hasPrefix("label:") else { return argument }
        let names = argument.dropFirst(6).split(separator: ".", maxSplits: 1).map(String.init)
        guard let kind = names.first else { return argument }
        return names.count == 1 ? label(kind: kind, dutch: dutch) : label(kind: kind, field: names[1], dutch: dutch)
    }

    private static let table: [String: (dutch: String, english: String)] = Dictionary(
        uniqueKeysWithValues: lines.split(separator: "\n").map { line in
            let cells = line.split(separator: ";").map(String.init)
            return (cells[0], (dutch: cells[1], english: cells[2]))
        })

    /// `key;Dutch;English`. The key is `kind.field`, or `field` alone where all kinds with that field call it the same.
    private static let lines = """
        kind.area;gebied;area
        kind.schouw;schouw;schouw
        kind.finding;bevinding;finding
        kind.plan;plan;plan
        kind.plan_item;maatregel;plan item
        kind.organisation;organisatie;organisation
        kind.account;persoon;person
        kind.role;rol;role
        kind.team;team;team
        kind.routing;routering;routing
        kind.budget;budget;budget
        kind.booking;boeking;booking
        kind.proposal;voorstel;proposal
        kind.decision;besluit;decision
        kind.consultation;inspraakronde;consultation
        kind.reaction;reactie;reaction
        kind.covenant;convenant;covenant
        kind.purchase;inkooporder;purchase order
        kind.notification;aanmelding;notification
        kind.indicator;indicator;indicator
        kind.measurement;meting;measurement
        kind.feedback;terugkoppeling;feedback
        kind.sketch;wijkschets;sketch
        kind.ranking;prioritering;ranking
        kind.attachment;bijlage;attachment
        kind.profile;profiel;profile
        kind.confidence;vertrouwelijke tekst;confidential text
        area;gebied;area
        deleted;verwijderd;deleted
        title;titel;title
        description;omschrijving;description
        status;status;status
        question;heropende vraag;question opened again
        theme;thema;theme
        area.code;code;code
        area.name;naam;name
        area.level;niveau;level
        area.parent_code;ligt in;lies in
        area.municipality;gemeente;municipality
        area.inhabitants;inwoners;inhabitants
        area.reference_date;peildatum;reference date
        area.valid_from;geldig van;valid from
        area.valid_to;geldig tot;valid to
        area.regime;regime;regime
        area.say;zeggenschap;residents' say
        schouw.date;datum;date
        schouw.leader;leider;leader
        schouw.participants;deelnemers;participants
        schouw.resident_count;aantal bewoners;number of residents
        schouw.route_note;route;route
        schouw.started_at;begonnen op;started at
        schouw.finished_at;afgerond op;finished at
        finding.source;bron;source
        finding.nature;aard;nature
        finding.category;categorie;category
        finding.remark;opmerking;remark
        finding.latitude;breedtegraad;latitude
        finding.longitude;lengtegraad;longitude
        finding.accuracy_cm;nauwkeurigheid (cm);accuracy (cm)
        finding.location_method;plaatsbepaling;located by
        finding.address;adres;address
        finding.mentioned_by;genoemd door;mentioned by
        finding.severity;ernst;severity
        finding.quality;kwaliteit;quality
        finding.quality_ruler;meetlat;quality ruler
        finding.destination;bestemming;destination
        finding.responsible;verantwoordelijke;responsible
        finding.due_date;streefdatum;due date
        finding.observed_at;waargenomen op;observed at
        finding.schouw;schouw;schouw
        finding.duplicate_of;dubbel van;duplicate of
        finding.feedback_needed;terugkoppeling nodig;feedback needed
        finding.closed_at;afgehandeld op;closed at
        finding.external_id;extern nummer;external number
        finding.tags;trefwoorden;tags
        plan.sort;soort;sort
        plan.from_year;van jaar;from year
        plan.to_year;tot en met jaar;to year
        plan.cycle_year;cyclusjaar;cycle year
        plan.phase;fase;phase
        plan.parent;hoort bij;part of
        plan_item.plan;plan;plan
        plan_item.wanted;gewenst;wanted
        plan_item.estimate_cents;raming (cent);estimate (cents)
        plan_item.currency;valuta;currency
        plan_item.financing_note;financiering;financing
        plan_item.executor;uitvoerder;executor
        plan_item.start_date;start;start
        plan_item.end_date;eind;end
        plan_item.self_managed;zelfbeheer;self-managed
        plan_item.findings;bevindingen;findings
        plan_item.decision_note;toelichting besluit;reason of decision
        finding.item;maatregel;plan item
        finding.number;nummer;number
        finding.seen_at;weer gezien op;seen again at
        finding.distinct_from;niet dezelfde als;not the same as
        plan.service;dienst;service
        plan.decision;besluit;decision
        plan_item.tranches;tranches per jaar;tranches per year
        plan_item.rank_after;komt na;comes after
        plan_item.executor_person;uitvoerend persoon;executing person
        plan_item.co_decision;medebesluit;co-decision
        plan_item.number;nummer;number
        plan_item.service;dienst;service
        plan_item.proposed_for;voorgesteld voor;proposed for
        name;naam;name
        sort;soort;sort
        organisation;organisatie;organisation
        since;sinds;since
        until;tot;until
        year;jaar;year
        item;maatregel;plan item
        finding;bevinding;finding
        plan;plan;plan
        budget;budget;budget
        text;tekst;text
        about;over;about
        to;aan;to
        from;van;from
        step;stap;step
        reason;reden;reason
        body;orgaan;body
        binding;bindend;binding
        round;ronde;round
        date;datum;date
        service;dienst;service
        amount_cents;bedrag (cent);amount (cents)
        granted_cents;toegekend (cent);granted (cents)
        shortfall_cents;tekort (cent);shortfall (cents)
        currency;valuta;currency
        decision;besluit;decision
        valid_from;geldig van;valid from
        valid_to;geldig tot;valid to
        organisation.internal;van de gemeente;internal
        organisation.contact;contactpersoon;contact person
        role.role;rol;role
        role.mandate_cents;mandaat (cent);mandate (cents)
        role.seconded;gedetacheerd;seconded
        role.process_only;alleen proces;process only
        team.members;leden;members
        team.term_months;zittingstermijn (maanden);term (months)
        team.representative;vertegenwoordigend;representative
        routing.destination;bestemming;destination
        budget.basis;grondslag;basis
        budget.holder;beheerder;holder
        booking.state;stand;state
        decision.forwarded_to;doorgestuurd aan;forwarded to
        consultation.from_date;van;from
        consultation.to_date;tot en met;to
        reaction.consultation;inspraakronde;consultation
        reaction.reply;antwoord;reply
        covenant.partners;partners;partners
        covenant.meetings_per_year;keer per jaar;meetings a year
        purchase.department;afdeling;department
        purchase.booking;boeking;booking
        indicator.unit;eenheid;unit
        measurement.indicator;indicator;indicator
        measurement.value_milli;waarde (duizendsten);value (thousandths)
        measurement.source;bron;source
        measurement.standing;stand;standing
        feedback.audience;doelgroep;audience
        feedback.channel;kanaal;channel
        feedback.sent_at;verzonden op;sent at
        sketch.view;kijk;view
        attachment.sha256;controlegetal;checksum
        attachment.media_type;mediatype;media type
        attachment.bytes;bytes;bytes
        attachment.standing;stand;standing
        attachment.exif_removed;EXIF verwijderd;EXIF removed
        profile.version;versie;version
        """
}
