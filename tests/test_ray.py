"""A run on a Ray cluster, one of whose machines goes away."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import STORY, put

from curate.engines import ray as on_ray
from curate.errors import UsageError
from curate.pipeline.run import Project, run
from curate.upkeep.verify import verify_corpus

ray = pytest.importorskip("ray", reason="Ray is not installed; pip install 'curate-corpus[ray]'")


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A cluster with one machine of one core."""
    from ray.cluster_utils import Cluster

    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    monkeypatch.setenv("RAY_worker_niceness", "0")  # else the test takes long on a busy machine
    head_node = {"num_cpus": 1, "object_store_memory": 100_000_000, "include_dashboard": False}
    one_machine = Cluster(initialize_head=True, head_node_args=head_node)
    yield one_machine
    ray.shutdown()
    one_machine.shutdown()


def put_many_records(project: Project) -> None:
    words = [" ".join(f"w{n}x{i}" for i in range(60)) for n in range(600)]
    records = [{"id": n, "text": f"Page {n}\n\n{words[n]}.\n\n{words[n // 7]}.\n\n{STORY}\n\nShare this\n"} for n in range(600)]
    put(project, "many.jsonl", "".join(json.dumps(record) + "\n" for record in records))
    put(project, "one.txt", f"Alone\n\n{STORY}\n")


def test_a_machine_that_goes_away_changes_nothing(project: Project, cluster: Any) -> None:
    put_many_records(project)
    second = cluster.add_node(num_cpus=1, object_store_memory=100_000_000)
    cache, is_removed = project.root / ".curate" / "cache", threading.Event()

    def remove_machine() -> None:
        while len(list(cache.glob("*/*"))) < 5:
            time.sleep(0.02)
        cluster.remove_node(second, allow_graceful=False)
        is_removed.set()

    threading.Thread(target=remove_machine, daemon=True).start()
    revision = run(project, engine=on_ray.ray_engine(cluster.address)).revision
    assert is_removed.is_set() and sum(entry.count for entry in revision.entries) == 601
    assert list(verify_corpus(project.store)) == []
    local = Project(project.root, project.config, project.root / "local")
    (project.root / ".curate").rename(project.root / "elsewhere")
    assert run(local, jobs=1).revision.id == revision.id


def test_an_address_without_a_cluster_is_an_error(project: Project) -> None:
    put(project, "one.txt", f"Alone\n\n{STORY}\n")
    with pytest.raises(UsageError, match=r"127.0.0.1:1: no Ray cluster answers there"):
        run(project, engine=on_ray.ray_engine("127.0.0.1:1"))
