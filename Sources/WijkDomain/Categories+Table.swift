extension Categories {
    /// The 13 main categories and their 123 active subcategories as Signalen ships them; a slug stays when its name changes.
    /// A line with a colon opens a main category. Source: Amsterdam/signals, category migrations.
    static let lines = """
        afval:
            grofvuil huisafval puin-sloopafval container-is-vol container-is-kapot asbest-accu overig-afval
            container-voor-plastic-afval-is-vol container-voor-plastic-afval-is-kapot container-voor-papier-is-stuk
            container-voor-papier-is-vol handhaving-op-afval container-glas-kapot container-glas-vol bruin-en-witgoed
            kerstbomen
        wegen-verkeer-straatmeubilair:
            onderhoud-stoep-straat-en-fietspad verkeersbord-verkeersafzetting omleiding-belijning-verkeer straatmeubilair
            fietsrek-nietje put-riolering-verstopt speelplaats sportvoorziening klok verkeerslicht
            overig-wegen-verkeer-straatmeubilair autom-verzinkbare-palen bewegwijzering camerasystemen parkeer-verwijssysteem
            stadsplattegronden verkeerssituaties verkeersoverlast lantaarnpaal-straatverlichting parkeerautomaten oplaadpunt
            tijdelijke-verkeersmaatregelen omleiding prullenbakkapot onderhoud-fietspad put-riool-kapot
        overlast-in-de-openbare-ruimte:
            lozing-dumping-bodemverontreiniging parkeeroverlast fietswrak stank-geluidsoverlast bouw-sloopoverlast
            auto-scooter-bromfietswrak hinderlijk-geplaatst-object overig-openbare-ruimte wegsleep markten
        openbaar-groen-en-water:
            boom maaien-snoeien onkruid overig-groen-en-water snoeien boom-aanvraag-plaatsing boom-noodkap boom-illegale-kap
            boom-overig boom-afval beplanting japanse-duizendknoop boomziekten-en-plagen boom-verzoek-inspectie
            boom-stormschade eikenprocessierups
        overlast-van-dieren:
            ratten ganzen duiven meeuwen wespen dode-dieren overig-dieren ratten-in-en-rond-woning
        overlast-van-en-door-personen-of-groepen:
            overlast-door-afsteken-vuurwerk overige-overlast-door-personen overlast-van-taxis-bussen-en-fietstaxis
            jongerenoverlast daklozen-bedelen wildplassen-poepen-overgeven drank-en-drugsoverlast
        overlast-bedrijven-en-horeca:
            geluidsoverlast-muziek geluidsoverlast-installaties overlast-terrassen stankoverlast
            overlast-door-bezoekers-niet-op-terras overig-horecabedrijven
        overlast-op-het-water:
            overlast-op-het-water-snel-varen overlast-op-het-water-geluid overlast-op-het-water-gezonken-boot
            scheepvaart-nautisch-toezicht overig-boten blokkade-van-de-vaarweg olie-op-het-water
        overig:
            overig overige-dienstverlening
        ondermijning:
            vermoeden
        schoon:
            drijfvuil-niet-bevaarbaar-water gladheid-bladeren gladheid-olie onkruid-verharding drijfvuil-bevaarbaar-water
            uitwerpselen gladheid-winterdienst graffitiwildplak veegzwerfvuil prullenbak-vol
        civiele-constructies:
            kades steiger brug-bediening bruggen sluis watergangen afwatering-brug oevers
        wonen:
            vakantieverhuur woningkwaliteit onderhuur-en-adreskwaliteit leegstand woningdelen-spookburgers wonen-overig
        """
}
