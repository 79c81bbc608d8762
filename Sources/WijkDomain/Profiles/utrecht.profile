# Utrecht, as the report of 1997 describes it (chapter 5). Copy this file, change it, and try it with `wijkserver profile check FILE`.
# A line that no § stands behind is a choice of ours.

[gemeente]
naam = Utrecht
code = GM0344
versie = 1
valuta = NLG                                   # amounts as the report gives them

[gebieden]
niveaus = stad, wijk, buurt                    # §5.2: 8 wijken; §5.6: actions in the buurt
inwoners = wijk 10000-35000                    # §5.2: about 30,000, "een slag te groot"

[organen]
bindend = college, gemeenteraad, bewonersavond # §5.3: direct access to the college; §5.5: residents co-decide
adviserend = wijkcommissie                     # §5.4: council committees without powers

[plan]
soorten = beleidskader, wijkprogramma, project # §5.1: strategic, tactical, operational
lagen = project < wijkprogramma, wijkprogramma < beleidskader
velden = reconstructie_renovatie, onderhoud_beheer, welzijn_sociale_vernieuwing, orde_veiligheid   # §5.1: four fields
veld_verplicht = ja
fasen = voorbereiding, uitvoering, afgerond
looptijd = 1
inhoud = coordinator, dienstcontact            # §5.3: the bureau, and officials who are seconded or mandated
aanmelding_diensten = ja                       # §5.3: services report to the wijkbureau

[volgorde]
orgaan = bewonersavond                         # §5.5: residents co-decide
invoer = coordinator
bindend = nee

[budget]
soort = leefbaarheidsbudget                    # §5.3, §5.5: f 500,000 a wijk, managed by the wijkbureau
grondslag = vast
cent = 50_000_000
beheerder = budgethouder
beslisser = bewonersavond
bij_overschrijding = vasthouden
medebesluit = bewonersavond                    # §5.5: "beslissen mee"

[bevindingen]
bestemmingen = regulier_onderhoud, wijkbudget, plan, vakdienst, partner, bovenwijks, college   # §5.5: partly maintenance, partly the budget
snelle_maatregel = stadsbeheer                 # §5.3, §5.5: regular maintenance, by seconded officials
bovenwijks_naar = college                      # §5.3, §5.4: wijk against wijk goes to the political level

[rollen]
schouwer = medewerker wijkbureau               # §5.3
coordinator = wijkmanager                      # §5.3: wijkmanager and assistent-managers
dienstcontact = gedetacheerd of gemandateerd ambtenaar
uitvoerder = stadsbeheer
budgethouder = wijkbureau                      # §5.3
stadscoordinator = directeur wijkbeheer
bestuurder = college
raadscontact = lid wijkcommissie               # §5.4
beheerder = technisch beheer
vertrouwelijk = coordinator

[samen]
partners = politie, woningcorporaties, bewonersorganisaties   # §5.5
doelgroepen = bestuur, belanghebbenden, marktpartijen, diensten   # §5.3: four clients
