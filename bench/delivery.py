#!/usr/bin/env python3
"""How far a destination is behind, how fast a backlog goes out while events come in, and what memory holds meanwhile.

  bench/delivery.py [--backlog 1000000] [--rate 2000] [--beside 5000] [--seconds 30]

The destination is a webhook that takes arrays of 500 events; nginx answers it while the backlog goes out, and a server in this process,
which reads every batch's times, while the lag is measured: alone, and beside a destination that never answers. All on loopback ports;
everything shares the machine. Needs nginx and wrk (apt-get install nginx wrk). Prints the tables for docs/benchmarks.md.
"""
import argparse
import datetime
import http.server
import os
import re
import socket
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "load"))
from bed import HERE, Bed, cpu_seconds, fetch, memory, run_arguments, server_program, wait_for, wrk  # noqa: E402

WEBSITE, EDGE, ADMIN, RECEIVER, SILENT = 19431, 19432, 19433, 19434, 19435
PACED = 256

arguments = argparse.ArgumentParser()
arguments.add_argument("--backlog", type=int, default=1_000_000)
arguments.add_argument("--rate", type=int, default=2000)
arguments.add_argument("--beside", type=int, default=5000)
arguments.add_argument("--seconds", type=int, default=30)
options = arguments.parse_args()


class Receiver(http.server.BaseHTTPRequestHandler):
    """Notes how old the first and the last event of a batch are."""

    protocol_version = "HTTP/1.1"
    ages = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        now = datetime.datetime.now(datetime.timezone.utc)
        received = [body.find(b'"receivedAt":"'), body.rfind(b'"receivedAt":"')]
        for at in received:
            text = body[at + 14:body.index(b'"', at + 14)].decode()
            self.ages.append((now - datetime.datetime.fromisoformat(text)).total_seconds() * 1000)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def total(name, labels):
    found = re.search(rf'(?m)^{name}\{{[^}}]*{labels}[^}}]*\}} (\d+)', fetch(f"http://127.0.0.1:{ADMIN}/metrics"))
    return int(found.group(1)) if found else 0


def delivered():
    return total("gatehouse_deliveries_total", 'destination="out"[^}]*outcome="delivered"')


def pending():
    return total("gatehouse_deliveries_pending", 'destination="out"')


def paced(rate):
    """A load of so many events a second, about, for as long as it is wanted."""
    return subprocess.Popen(
        ["wrk", "-t1", f"-c{PACED}", "-d3600s", "-s", f"{HERE}/events.lua", f"http://127.0.0.1:{EDGE}/seg/events/t", "--", "1", "", str(round(PACED * 1000 / rate))],
        stdout=subprocess.DEVNULL)


def start(bed, url, *more):
    edge = bed.start("edge", server_program(), *run_arguments([
        f"Listen=http://127.0.0.1:{EDGE}", f"Admin:Listen=http://127.0.0.1:{ADMIN}", "Admin:Token=only-for-this-benchmark", f"Data={bed.work}/data",
        "Sites:shop:Hosts:0=*", f"Sites:shop:Origin=http://127.0.0.1:{WEBSITE}", "Sites:shop:WriteKey=k",
        "Sites:shop:Destinations:out:Type=webhook", f"Sites:shop:Destinations:out:Url={url}", "Sites:shop:Destinations:out:Batch:Events=500",
        *more,
    ]))
    wait_for(f"http://127.0.0.1:{EDGE}/")
    return edge


def operate(what):
    fetch(f"http://127.0.0.1:{ADMIN}/api/destinations/shop/out/{what}", {"Authorization": "Bearer only-for-this-benchmark"}, b"")


def measure_lag(bed):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", RECEIVER), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print("| beside it | events/s in and out | batches | receipt to the destination's door, p50 ms | p99 ms | most ms | CPU µs an event | RSS MiB |\n|---|---|---|---|---|---|---|---|")
    measure_lag_beside(bed, "nothing")
    with socket.create_server(("127.0.0.1", SILENT)):
        measure_lag_beside(bed, "one that never answers", "Sites:shop:Destinations:silent:Type=webhook", f"Sites:shop:Destinations:silent:Url=http://127.0.0.1:{SILENT}/")
    server.shutdown()


def measure_lag_beside(bed, what, *more):
    edge = start(bed, f"http://127.0.0.1:{RECEIVER}/events", *more)
    load = paced(options.rate)
    time.sleep(5)
    Receiver.ages.clear()
    before, cpu, began = delivered(), cpu_seconds(edge.pid), time.perf_counter()
    time.sleep(options.seconds)
    ages, count, took = sorted(Receiver.ages), delivered() - before, time.perf_counter() - began
    at = lambda share: ages[min(len(ages) - 1, int(len(ages) * share))]  # noqa: E731
    print(f"| {what} | {count / took:.0f} | {len(ages) // 2} | {at(.5):.1f} | {at(.99):.1f} | {ages[-1]:.1f} | {(cpu_seconds(edge.pid) - cpu) / count * 1e6:.0f} | {memory(edge.pid):.0f} |", flush=True)
    load.terminate()
    load.wait()
    bed.stop(edge)


def measure_backlog(bed):
    edge = start(bed, f"http://127.0.0.1:{WEBSITE}/v1/batch")
    operate("pause")
    holds = [memory(edge.pid)]
    while pending() < options.backlog:
        wrk(f"http://127.0.0.1:{EDGE}/seg/events/b", 8, 5, ["-s", f"{HERE}/events.lua"], ["100"])
        holds.append(memory(edge.pid))
    held, size = holds[-1], pending()
    load = paced(options.beside)
    time.sleep(2)
    operate("resume")
    began, cpu, first, accepted = time.perf_counter(), cpu_seconds(edge.pid), delivered(), total("gatehouse_events_total", 'outcome="accepted"')
    while pending() > 2 * options.beside and time.perf_counter() - began < 600:
        time.sleep(1)
        holds.append(memory(edge.pid))
    took = time.perf_counter() - began
    out, into = (delivered() - first) / took, (total("gatehouse_events_total", 'outcome="accepted"') - accepted) / took
    load.terminate()
    load.wait()
    print("\n| backlog | events/s out | events/s in meanwhile | CPU µs an event out | RSS MiB with the backlog | most |\n|---|---|---|---|---|---|")
    print(f"| {size} | {out:.0f} | {into:.0f} | {(cpu_seconds(edge.pid) - cpu) / (out * took) * 1e6:.0f} | {held:.0f} | {max(holds):.0f} |")


def main(bed):
    with open(f"{bed.work}/www/index.html", "w", encoding="utf-8") as page:
        page.write("<!doctype html><title>Home</title>")
    bed.start_nginx("upstream", "upstream.conf", WEBSITE=WEBSITE)
    wait_for(f"http://127.0.0.1:{WEBSITE}/")
    print(f"Load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.\n")
    measure_lag(bed)
    measure_backlog(bed)


with Bed() as test_bed:
    main(test_bed)
