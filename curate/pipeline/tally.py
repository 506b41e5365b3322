"""What a run reports besides its manifest, added up while the slices of its documents pass by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from curate.audit.report.collector import Collector
from curate.pipeline.alerts import DocumentAlert
from curate.pipeline.copies import CopiesRemoved, add_copies
from curate.pipeline.stages.losses import Losses, merge_losses
from curate.pipeline.stages.report_batch import ReportBatch
from curate.pipeline.stages.slices import Slice


@dataclass(slots=True)
class Tally:
    """`losses` are by source; `report` collects the documents for a report."""

    losses: dict[str, Losses] = field(default_factory=dict)
    alerts: list[DocumentAlert] = field(default_factory=list)
    copies: CopiesRemoved = field(default_factory=CopiesRemoved)
    report: Collector = field(default_factory=Collector)

    def count(self, slices: Iterable[Slice]) -> Iterator[Slice]:
        """Yield the slices, each after it was counted."""
        for one in slices:
            self.report.add_batch(ReportBatch(one))
            known = {source: self.losses[source] for source in one.losses if source in self.losses}
            self.losses |= merge_losses([known, one.losses])
            self.alerts += one.alerts
            self.copies = add_copies((self.copies, one.copies))
            yield one
