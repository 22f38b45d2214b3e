"""Change campaigns: draft, launch, prepare, steer, pay for, estimate."""

from raabta.campaigns.services.costs import add_cost, remove_cost
from raabta.campaigns.services.drafts import (
    DraftChanges,
    NotADraft,
    NotOurs,
    StillRunning,
    archive_campaign,
    choose_audiences,
    clone_campaign,
    create_campaign,
    delete_draft,
    edit_draft,
    keep_learnings,
)
from raabta.campaigns.services.launching import (
    LaunchBlocked,
    WindowClosed,
    launch_campaign,
    start_due,
    withdraw_launch,
)
from raabta.campaigns.services.policy import keep_policy
from raabta.campaigns.services.preparing import prepare_campaign, retry_preparation
from raabta.campaigns.services.reach import estimate_reach, renew_reach, request_reach
from raabta.campaigns.services.running import (
    CannotSteer,
    cancel_campaign,
    finish_campaign,
    pause_campaign,
    resume_campaign,
    settle_unknown_messages,
)

__all__ = [
    "CannotSteer",
    "DraftChanges",
    "LaunchBlocked",
    "NotADraft",
    "NotOurs",
    "StillRunning",
    "WindowClosed",
    "add_cost",
    "archive_campaign",
    "cancel_campaign",
    "choose_audiences",
    "clone_campaign",
    "create_campaign",
    "delete_draft",
    "edit_draft",
    "estimate_reach",
    "finish_campaign",
    "keep_learnings",
    "keep_policy",
    "launch_campaign",
    "pause_campaign",
    "prepare_campaign",
    "remove_cost",
    "renew_reach",
    "request_reach",
    "resume_campaign",
    "retry_preparation",
    "settle_unknown_messages",
    "start_due",
    "withdraw_launch",
]
