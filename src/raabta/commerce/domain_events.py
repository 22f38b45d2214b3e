"""What happened to orders, told by ids; batches of more than `BATCH` in several events."""

from dataclasses import dataclass

BATCH = 1_000


@dataclass(frozen=True)
class OrderPlaced:
    workspace_id: int
    order_ids: tuple[int, ...]


@dataclass(frozen=True)
class OrderChanged:
    """`former_ids` are customers who had one of these orders until now."""

    workspace_id: int
    order_ids: tuple[int, ...]
    former_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class OrderRemoved:
    """An import that brought the orders was taken back; `former_ids` had bought them."""

    workspace_id: int
    order_ids: tuple[int, ...]
    former_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class OrderRefunded:
    """Refunds were recorded; their orders may be unknown."""

    workspace_id: int
    refund_ids: tuple[int, ...]


@dataclass(frozen=True)
class LifecycleStageChanged:
    """People went to another stage of the life cycle, as `StageChange` keeps it; each once."""

    workspace_id: int
    change_ids: tuple[int, ...]
