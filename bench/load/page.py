"""Writes an ordinary page of about SIZE bytes, the same for the same arguments. usage: page.py SIZE FILE TITLE"""
import random
import sys

size, path, title = int(sys.argv[1]), sys.argv[2], sys.argv[3]
words = "boots canopy dusk ember fjord gravel harbour inlet juniper knoll lichen moor notch orchard pebble quarry ridge slate thicket upland vale willow".split()
pick = random.Random(11)


def some(count):
    return " ".join(pick.choice(words) for _ in range(count))


head = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<meta name="description" content="{some(12)}">
<link rel="stylesheet" href="/site.css">
<style>.tile {{ display: grid }} .tile > h2 {{ margin: 0 }}</style>
<script>window.queue = []; if (1 < 2) {{ queue.push("<b>") }}</script>
<script type="application/ld+json">{{"@type": "Store", "name": "{title}"}}</script>
</head>
<body>
<main>
"""
foot = "</main>\n<footer>&copy; The shop</footer>\n</body>\n</html>\n"
tiles, length, number = [], len(head) + len(foot), 0
while length < size:
    number += 1
    tile = (
        f'<article class="tile" id="t{number}" data-sku="{pick.randint(10**5, 10**6)}">\n'
        f'<!-- tile {number} -->\n<h2><a href="/p/{number}?from=home&amp;n={number}">{some(3).title()}</a></h2>\n'
        f'<img src="/img/{number}.jpg" alt="{some(4)}" width="320" height="200" loading="lazy">\n'
        f"<p>{some(14)}. <em>{some(3)}</em> {some(11)}.</p>\n<button data-id=\"{number}\">Add &euro;{pick.randint(5, 99)}</button>\n</article>\n"
    )
    tiles.append(tile)
    length += len(tile)
with open(path, "w", encoding="utf-8") as file:
    file.write(head + "".join(tiles) + foot)
