# Tilburg, as the report of 1997 describes it (chapter 4). The report gives no amounts.
# A line that no § stands behind is a choice of ours.

[gemeente]
naam = Tilburg
code = GM0855
versie = 1
valuta = NLG

[gebieden]
niveaus = stad, stadsdeel, wijk, aandachtsgebied   # §4.2, §4.3
inwoners = stadsdeel 30000-50000               # §4.3

[organen]
bindend = gebiedsteam, gemeenteraad, college
adviserend = commissie_ROOWS                   # §4.4

[plan]
soorten = stadsprogramma                       # §4.3
velden = economie_werk, onderwijs, veiligheid, zorg_opvang, leefbaarheid   # §4.3: five themes
veld_verplicht = ja
looptijd = 4                                   # §4.3: adopted every year, four years ahead
fasen = voorlopig, inspraak, vastgesteld
inhoud = coordinator, stadscoordinator
besluitroute = commissie_ROOWS, inspraak, commissie_ROOWS, gemeenteraad   # §4.4

[volgorde]
orgaan = gebiedsteam                           # §4.3
invoer = coordinator
bindend = nee

[budget]
soort = gebiedsbudget                          # §4.3: the gebiedsmanager manages the budgets
grondslag = geen
beheerder = budgethouder
beslisser = gebiedsteam
bij_overschrijding = herplannen

[bevindingen]
bestemmingen = regulier_onderhoud, snelle_maatregel, plan, vakdienst, partner, bovenwijks
snelle_maatregel = front-office                # §4.3
bovenwijks_naar = college                      # §4.1: city level

[rollen]
schouwer = front-office                        # §4.3
coordinator = projectmanager                   # §4.3
dienstcontact = centrale afdeling              # §4.3
uitvoerder = dagelijks beheer
budgethouder = gebiedsmanager                  # §4.3
stadscoordinator = directeur Wijkzaken
bestuurder = gemeenteraad                      # §4.4
raadscontact = commissielid
beheerder = technisch beheer
vertrouwelijk = coordinator

[samen]
kerngegevens = werkzame beroepsbevolking, werkloosheid, aantal scholen, inbraken en geweld, buurt- en wijkcentra, woningvoorraad, actieve bewoners   # §4.3
doelgroepen = wijkbewoners
