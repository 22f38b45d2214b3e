from raabta.campaigns.models.campaign import Campaign, CampaignAudience, CostLine
from raabta.campaigns.models.policy import CampaignPolicy
from raabta.campaigns.models.reach import ReachEstimate

__all__ = [
    "Campaign",
    "CampaignAudience",
    "CampaignPolicy",
    "CostLine",
    "ReachEstimate",
]
