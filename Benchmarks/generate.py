#!/usr/bin/env python3
"""Writes N findings of 15 fields as CSV, the same ones for the same seed: generate.py N [SEED] > findings.csv"""
import csv
import random
import sys

THINGS = """stoeptegel tegels lantaarnpaal prullenbak afvalcontainer boom struik heg bankje speeltoestel schommel glijbaan put rooster
drempel verkeersbord paaltje fietsenrek fietspad stoep trottoirband goot brug vijver oever talud plantsoen grasveld perk boomspiegel
hek muur elektrakast bushalte zebrapad parkeervak inrit achterpad steeg portiek poort ondergrondse container glasbak kledingbak""".split()
STATES = """los kapot scheef vol verzakt verstopt donker gebroken verroest omgevallen gevaarlijk glad overwoekerd beklad verdwenen
versleten doorgezakt losgeraakt afgebroken vervuild overvol onleesbaar gescheurd verbrand vernield beschadigd""".split()
PLACES = """school speelplein bushalte kerk winkelcentrum park sporthal huisartsenpost bejaardenhuis buurthuis bibliotheek moskee station
kruising rotonde tunnel viaduct kanaal supermarkt bakker apotheek flat galerij hofje kinderboerderij moestuin""".split()
WORDS = """al weken sinds vorige maand opnieuw volgens bewoners meerdere malen gemeld graag snel herstellen want kinderen ouderen rolstoel
kinderwagen fietsers vallen struikelen kunnen hier niet meer langs vooral avonds bij regen water blijft staan het ruikt onveilig gevoel
hondenpoep zwerfvuil glas blikjes naast achter tussen voor onder aan de overkant van ingang hoek straat plein misschien ook nieuwe
verlichting plaatsen extra legen vaker maaien snoeien vegen vraag is of dit kan worden opgenomen in onderhoud buurman heeft foto
gemaakt eerder afgesproken maar nog niets gebeurd dank alvast wel mooi als er iets groens komt""".split()
STREETS = """Dorpsstraat Kerkweg Molenlaan Lindelaan Talmaweg Dreef Kanaalstraat Singel Merwedekade Vleutenseweg Amsterdamsestraatweg
Zamenhofdreef Marnixlaan Kastanjelaan Beethovenlaan Rembrandtkade Noordeinde Havenstraat Stationsplein Laan van Chartroise Oudegracht
Burgemeester Reigerstraat Tolsteegsingel Briljantlaan Rijnlaan Hobbemastraat Jan van Scorelstraat Adelaarstraat""".split()
CATEGORIES = """wegen-verkeer-straatmeubilair/onderhoud-stoep-straat-en-fietspad wegen-verkeer-straatmeubilair/lantaarnpaal-straatverlichting
wegen-verkeer-straatmeubilair/speelplaats wegen-verkeer-straatmeubilair/put-riolering-verstopt afval/container-is-vol afval/grofvuil
openbaar-groen-en-water/boom openbaar-groen-en-water/onkruid openbaar-groen-en-water/maaien-snoeien schoon/veegzwerfvuil schoon/prullenbak-vol
schoon/graffitiwildplak overlast-van-dieren/ratten overlast-in-de-openbare-ruimte/fietswrak""".split()
COLUMNS = ["source", "nature", "category", "description", "remark", "latitude", "longitude", "accuracy_cm", "location_method", "address",
           "mentioned_by", "severity", "status", "observed_at", "external_id"]


def text(draw, shortest, longest):
    """A sentence or two of that many characters."""
    words = [draw.choice(THINGS).capitalize(), draw.choice(STATES), "bij", draw.choice(PLACES)]
    length = draw.randint(shortest, longest)
    while len(" ".join(words)) < length:
        words.append(draw.choice(WORDS))
    return " ".join(words)[:length].strip()


def rows(count, seed):
    draw = random.Random(seed)
    moment = 1_700_000_000
    for number in range(count):
        moment += draw.randint(1, 600)
        day = moment // 86_400
        clock = moment % 86_400
        import datetime
        date = datetime.date(1970, 1, 1) + datetime.timedelta(days=day)
        yield [
            draw.choice(["wijkschouw", "wijkschouw", "wijkschouw", "meldpunt", "wijkagent"]), draw.choice(["melding", "melding", "wens", "klacht"]),
            draw.choice(CATEGORIES), text(draw, 80, 200), text(draw, 20, 40) if draw.random() < 0.3 else "gezien",
            f"{52.06 + draw.random() * 0.06:.7f}", f"{5.05 + draw.random() * 0.12:.7f}", draw.choice([300, 500, 800, 1200]),
            draw.choice(["gps", "gps", "kaart"]), f"{draw.choice(STREETS)} {draw.randint(1, 300)}", draw.choice(["bewoner", "bewoner", "ambtenaar"]),
            draw.choice(["laag", "normaal", "normaal", "hoog"]), "nieuw",
            f"{date.isoformat()}T{clock // 3600:02d}:{clock // 60 % 60:02d}:{clock % 60:02d}Z", f"B-{number + 1}",
        ]


if __name__ == "__main__":
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1))
