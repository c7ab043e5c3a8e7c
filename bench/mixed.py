#!/usr/bin/env python3
"""What the edge holds under everything at once: pages with a variation by audience, the library, events, profiles and three destinations.

  bench/mixed.py [--minutes 60] [--rate 1000] [--visitors 200000]

--rate is requests a second: 35 % pages of 60 KB, 10 % library, 50 % single events, 5 % batches of ten. All on loopback ports; load
generator, website, destinations and server share the machine. Needs nginx and wrk (apt-get install nginx wrk). Prints the table for
docs/benchmarks.md.
"""
import argparse
import os
import re
import statistics
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "load"))
from bed import HERE, Bed, cpu_seconds, fetch, library_path, memory, run_arguments, server_program, wait_for, wrk  # noqa: E402

WEBSITE, EDGE, ADMIN = 19431, 19432, 19433
CONNECTIONS = 256

arguments = argparse.ArgumentParser()
arguments.add_argument("--minutes", type=int, default=60)
arguments.add_argument("--rate", type=int, default=1000)
arguments.add_argument("--visitors", type=int, default=200000)
options = arguments.parse_args()


def settings(bed):
    site, website = "Sites:shop:", f"http://127.0.0.1:{WEBSITE}"
    return [
        f"Listen=http://127.0.0.1:{EDGE}", f"Admin:Listen=http://127.0.0.1:{ADMIN}", f"Data={bed.work}/data",
        site + "Hosts:0=*", site + f"Origin={website}", site + "WriteKey=WRITEKEY123",
        site + f"Segment:TrackingApi={website}/v1",
        site + "Destinations:hook:Type=webhook", site + f"Destinations:hook:Url={website}/v1/t",
        site + "Destinations:archive:Type=files", site + f"Destinations:archive:Folder={bed.work}/archive",
        site + "ComputedTraits:views_1h:Compute=count", site + "ComputedTraits:views_1h:When:Event=Product Viewed", site + "ComputedTraits:views_1h:Window=1h",
        site + "ComputedTraits:spent_30d:Compute=sum", site + "ComputedTraits:spent_30d:Of=properties.total",
        site + "ComputedTraits:spent_30d:When:Event=Order Completed", site + "ComputedTraits:spent_30d:Window=30d",
        site + "ComputedTraits:category:Compute=most-frequent", site + "ComputedTraits:category:Of=properties.category",
        site + "Audiences:interested:When:Trait=views_1h", site + "Audiences:interested:When:GreaterOrEqual=3",
        site + "Variations:0:Path=/", site + "Variations:0:Serve:0:When:Trait=interested", site + "Variations:0:Serve:0:Path=/red",
    ]


def measures():
    """Sums of counters by name and, where it has one, outcome."""
    found = {}
    for name, labels, count in re.findall(r"(?m)^(gatehouse_(?:events|deliveries|profiles|variations)[a-z_]*)\{(.*)\} (\d+)", fetch(f"http://127.0.0.1:{ADMIN}/metrics")):
        outcome = re.search(r'(?:outcome|result)="([^"]*)"', labels)
        key = f"{name} {outcome.group(1)}" if outcome else name
        found[key] = found.get(key, 0) + int(count)
    return found


def main(bed):
    os.makedirs(f"{bed.work}/archive")
    bed.write_pages()
    bed.start_nginx("upstream", "upstream.conf", WEBSITE=WEBSITE)
    wait_for(f"http://127.0.0.1:{WEBSITE}/")
    edge = bed.start("edge", server_program(), *run_arguments(settings(bed)))
    wait_for(f"http://127.0.0.1:{EDGE}/")
    library = library_path(f"http://127.0.0.1:{EDGE}")

    samples, ended = [], threading.Event()

    def sample():
        while not ended.wait(10):
            samples.append(memory(edge.pid))
            if len(samples) % 30 == 0:
                print(f"after {len(samples) / 6:.0f} minutes: RSS {samples[-1]:.0f} MiB", file=sys.stderr, flush=True)

    print(f"Load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.", flush=True)
    watching = threading.Thread(target=sample)
    watching.start()
    spent = cpu_seconds(edge.pid)
    pause = max(1, round(CONNECTIONS * 1000 / options.rate))
    try:
        run = wrk(f"http://127.0.0.1:{EDGE}/", CONNECTIONS, options.minutes * 60, ["-s", f"{HERE}/shop.lua"], [str(options.visitors), str(pause), library])
    finally:
        ended.set()
        watching.join()
    spent = cpu_seconds(edge.pid) - spent
    print(f"Load of the machine after: {os.getloadavg()[0]:.1f}; {options.minutes} minutes, {run['count']} requests.\n")
    print("| requests/s | CPU of one core | p50 ms | p99 ms | RSS MiB after 1 min, median, most, last |\n|---|---|---|---|---|")
    print(f"| {run['rate']:.0f} | {spent / options.minutes / 60:.0%} | {run['p50']:.2f} | {run['p99']:.2f} | {samples[min(5, len(samples) - 1)]:.0f}, {statistics.median(samples):.0f}, {max(samples):.0f}, {samples[-1]:.0f} |")
    print("\nOf /metrics:")
    for name, count in sorted(measures().items()):
        print(f"  {name} {count}")


with Bed() as test_bed:
    main(test_bed)
