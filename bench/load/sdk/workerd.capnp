using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    ( name = "edge",
      worker = (
        modules = [ ( name = "worker.mjs", esModule = embed "worker.bundle.mjs" ) ],
        compatibilityDate = "2024-09-01",
        globalOutbound = "upstream" ) ),
    ( name = "upstream", external = ( address = "127.0.0.1:@WEBSITE@", http = () ) ),
  ],
  sockets = [ ( name = "http", address = "127.0.0.1:@PORT@", http = (), service = "edge" ) ],
);
