# Deventer, as the report of 1997 describes it (chapter 2).
# A line that no § stands behind is a choice of ours.

[gemeente]
naam = Deventer
code = GM0150
versie = 1
valuta = NLG

[gebieden]
niveaus = stad, wijk, buurt                    # §2.1: 5 wijken
inwoners = wijk 10000-15000                    # §2.2(1)

[organen]
bindend = wijkteam, college, gemeenteraad      # §2.2(3): the residents' wijkteam
adviserend = beleidsplatform                   # §2.5: quarterly

[plan]
soorten = wijkplan, wijkontwikkelingsperspectief, wijkveiligheidsplan   # §2.2(2), §2.5
fasen = panelen, prioriteren, uitvoering       # §2.2(2): three steps
looptijd = 1                                   # §2.2(2): one wijkplan a year
inhoud = coordinator, bewonersbegeleider, dienstcontact

[volgorde]
orgaan = wijkteam                              # §2.2(2): an order set by the residents themselves
invoer = coordinator, bewonersbegeleider
bindend = ja

[budget]
soort = wijkbudget
grondslag = per_inwoner
cent = 800                                     # §2.2(5): f 8 an inhabitant
beheerder = budgethouder
beslisser = wijkteam                           # §2.2(5): given to the residents
bij_overschrijding = vasthouden

[bevindingen]
bestemmingen = regulier_onderhoud, wijkbudget, plan, vakdienst, partner, bovenwijks, afgewezen   # §2.2(5): most to regular budgets
snelle_maatregel = beheercoördinator           # §2.3: steers regular maintenance
bovenwijks_naar = gemeenteraad                 # §2.4: through the fractions' contacts

[rollen]
schouwer = onderhoudsploeg                     # §2.3
coordinator = wijkambtenaar                    # §2.3
bewonersbegeleider = opbouwwerker              # §2.2(4)
dienstcontact = beheercoördinator              # §2.3
uitvoerder = onderhoudsploeg
budgethouder = wijkteam                        # §2.2(5), entered by the loodsgroep
stadscoordinator = afdelingshoofd wijkaanpak   # §2.3
bestuurder = wijkwethouder                     # §2.2(6)
raadscontact = contactraadslid                 # §2.4
beheerder = technisch beheer
alleen_proces = bestuurder                     # §2.2(6), §6.7: process, not content
vertrouwelijk = coordinator

[samen]
partners = politie, Raster, DOW, stichting Ouderenwerk   # §2.5
kerngegevens = betrokkenheid, concrete verbeteringen, zeggenschap   # §2.6: the residents' survey
doelgroepen = panel, wijkteam
