# Dordrecht, as the report of 1997 describes it (chapter 3).
# A line that no § stands behind is a choice of ours.

[gemeente]
naam = Dordrecht
code = GM0505
versie = 1
valuta = NLG

[gebieden]
niveaus = stad, wijk                           # §3.1: 11 wijken, 4 intensief and 7 extensief
inwoners = wijk 5000-15000                     # §6.2: "ruim 10.000"

[organen]
bindend = college, gemeenteraad
adviserend = projectgroep, CMT, stedelijke coördinator   # §3.3

[plan]
soorten = wijkplan, sectorplan, wijkschets, wijkveiligheidsplan
berekend = wijkplan                            # §3.2: integrated, the sector plans are the wijkplan
berekend_uit = sectorplan
velden = wijkveiligheid, wijkvolkshuisvesting, wijkonderneming, wijkwelzijn, wijkonderhoud   # §3.2: five
veld_verplicht = ja
looptijd = 1
inhoud = dienstcontact                         # §3.1(4): content stays with the vakdiensten

[budget]
soort = dienstbudget                           # §3.2: inside regular budgets
grondslag = geen
beheerder = dienstcontact
beslisser = college
bij_overschrijding = voorstel                  # §3.2: a wish that exceeds them becomes a begrotingsvoorstel

[bevindingen]
bestemmingen = regulier_onderhoud, snelle_maatregel, plan, vakdienst, partner, bovenwijks
snelle_maatregel = buurtserviceteam            # §3.2
snel_buiten_plan = ja                          # §3.2: not put in the plan
bovenwijks_naar = stedelijke coördinator       # §3.3: guards coherence in the city

[rollen]
schouwer = buurtserviceteam
coordinator = wijkcoördinator                  # §3.2: watches progress
bewonersbegeleider = opbouwwerker              # §3.5
dienstcontact = aandachtsfunctionaris          # §3.3
uitvoerder = buurtserviceteam
budgethouder = dienst
stadscoordinator = stedelijke coördinator wijkbeheer   # §3.3
bestuurder = wethouder wijkbeheer              # §3.4
raadscontact = raadslid
beheerder = technisch beheer
vertrouwelijk = coordinator

[samen]
partners = politie, Stichting Welzijn Dordrecht   # §3.3, §3.5
contactpersoon_per_dienst = ja                 # §3.3
doelgroepen = wijkbewoners
