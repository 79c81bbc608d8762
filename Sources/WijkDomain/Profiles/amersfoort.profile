# Amersfoort, the client of the report of 1997: partly practice, partly advice (§1, chapter 6).
# A line that no § stands behind is a choice of ours.

[gemeente]
naam = Amersfoort
code = GM0307
versie = 1
valuta = NLG

[gebieden]
niveaus = stad, wijk, rayon                    # §1: 8 wijken, three to be added
inwoners = wijk 5000-15000                     # §6.2: at most 15,000

[organen]
bindend = college, gemeenteraad
adviserend = bewonersorganisatie               # §6.3: sounding board, never representative unless elected

[plan]
soorten = wijkplan
fasen = inventarisatie, prioriteren, inspraak, uitvoering
looptijd = 1
inhoud = coordinator, dienstcontact, stadscoordinator   # §6.4: powers broadly lower in the organisation
aanmelding_diensten = nee

[volgorde]
orgaan = bewonersorganisatie
invoer = coordinator, stadscoordinator
bindend = nee

# No budget: the say starts small and grows (§6.3).

[bevindingen]
bestemmingen = regulier_onderhoud, plan, vakdienst, partner, bovenwijks, buiten_scope
buiten_scope = hoofdinfrastructuur, rioleringsplan, grootschalige_voorziening, individuele_hulpverlening   # §6.5
snelle_maatregel = rayonploeg                  # §6.7: officials solve small things themselves
bovenwijks_naar = college

[rollen]
schouwer = buurtbeheerder
coordinator = wijkmanager                      # §6.2
bewonersbegeleider = opbouwwerk                # §6.3
dienstcontact = contactpersoon                 # §6.6: fairly high, e.g. directiesecretaris
uitvoerder = rayonploeg
budgethouder = nog geen
stadscoordinator = staf wijkbeheer
bestuurder = wijkwethouder
raadscontact = contactraadslid
beheerder = technisch beheer
alleen_proces = bestuurder                     # §6.7
vertrouwelijk = coordinator

[samen]
contactpersoon_per_dienst = ja                 # §6.6
doelgroepen = organisatie, bewoners, instellingen   # §6.6: communicatieplan

[zeggenschap]
start = klankbord                              # §6.3
ladder = informeren, klankbord, prioriteren, budget
