"""A house whose Rasa reaches the action server through a proxy that can break the traffic."""

import asyncio
import os
import subprocess
from dataclasses import dataclass, field, replace

from foundation.settings import Settings
from provision.state import prepare
from provision.supervisor import processes
from rehearsal.house import ROOT, House
from rehearsal.ports import free_ports
from tests.e2e.fault_proxy import FaultProxy


@dataclass
class ProxiedHouse(House):
    """The same three processes, started one by one so that Rasa can be given the proxy's port."""

    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Choose the proxy's port too."""
        super().__post_init__()
        self.proxy = FaultProxy(free_ports(1)[0], self.actions_port)

    def start(self) -> "ProxiedHouse":
        """Prepare the state folder, start proxy and processes, wait until healthy."""
        self.proxy.start()
        settings = asyncio.run(prepare(Settings.from_environment(self.settings()))).settings
        (self.var / "logs").mkdir(exist_ok=True)
        for process in processes(settings):
            own = replace(settings, actions_http_port=self.proxy.port) if process.name == "rasa" else settings
            clean = {key: value for key, value in os.environ.items() if not key.startswith("CONCIERGE_")}
            with (self.var / "logs" / f"{process.name}.log").open("ab") as log:
                self.children[process.name] = subprocess.Popen(
                    process.command, cwd=ROOT, env={**clean, **own.to_environment()}, stdout=log, stderr=log
                )
        self.wait_until("ok")
        return self

    def pid(self, name: str) -> int:
        """Process id of rasa, actions or desk."""
        return self.children[name].pid

    def stop(self) -> None:
        """Stop all."""
        for child in self.children.values():
            child.terminate()
        for child in self.children.values():
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        self.proxy.stop()
