"""What a run tells of besides its manifest, added up as the slices of its documents pass by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from curate.audit.report.collector import Collector
from curate.pipeline.alerts import DocumentAlert
from curate.pipeline.copies import CopiesRemoved, add_copies
from curate.pipeline.stages import losses
from curate.pipeline.stages.losses import Losses
from curate.pipeline.stages.passing import Passing
from curate.pipeline.stages.slices import Slice


@dataclass(slots=True)
class Tally:
    """`losses` are by source; `report` is what a report may show."""

    losses: dict[str, Losses] = field(default_factory=dict)
    alerts: list[DocumentAlert] = field(default_factory=list)
    copies: CopiesRemoved = field(default_factory=CopiesRemoved)
    report: Collector = field(default_factory=Collector)

    def count(self, stream: Iterable[Slice]) -> Iterator[Slice]:
        """Yield the slices, each after it was counted."""
        for one in stream:
            self.report.add_batch(Passing(one))
            known = {source: self.losses[source] for source in one.losses if source in self.losses}
            self.losses |= losses.merged([known, one.losses])
            self.alerts += one.alerts
            self.copies = add_copies((self.copies, one.copies))
            yield one
