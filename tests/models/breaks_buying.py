"""Ways to break the tables that stand beside selections and products for buyers."""

from __future__ import annotations

from tests.models.break_one import beside, changed
from tests.models.sound import NOBODY, OTHER

BUYING_CHECKS = [
    beside("ck_capacity_actor", "capacity", by_account_id=None),
    beside("ck_capacity_months", "capacity", months=0),
    beside("ck_capacity_quantity", "capacity", quantity=-1),
    changed("ck_holder_delivery_fee", "holder", delivery_fee=-1),
    changed("ck_holder_free_delivery_from", "holder", free_delivery_from=-1),
    changed("ck_holder_lead_time_days", "holder", lead_time_days=-1),
    changed("ck_holder_minimum_order", "holder", minimum_order=-1),
    changed("ck_order_layout_actor", "order_layout", by_account_id=None),
    changed("ck_order_layout_format", "order_layout", format="pdf"),
    changed("ck_order_layout_name", "order_layout", name=""),
    changed("ck_product_request_actor", "product_request", by_account_id=None),
    changed("ck_product_request_outcome", "product_request", outcome="lost"),
    changed("ck_product_request_text", "product_request", text=""),
    changed("ck_product_request_yearly_quantity", "product_request", yearly_quantity=0),
    changed("ck_selection_proposal_actor", "selection_proposal", by_account_id=None),
    changed("ck_selection_proposal_outcome", "selection_proposal", outcome="lost"),
]

BUYING_KEYS = [
    beside("fk_capacity_by_organisation_id_by_account_id", "capacity", by_organisation_id=OTHER),
    beside("fk_capacity_supplier_id_product_id", "capacity", product_id=NOBODY),
    changed("fk_order_layout_by_organisation_id_by_account_id", "order_layout", by_organisation_id=OTHER),
    changed("fk_order_layout_organisation_id", "order_layout", organisation_id=NOBODY),
    changed("fk_product_request_by_organisation_id_by_account_id", "product_request", by_organisation_id=OTHER),
    changed("fk_product_request_central_id", "product_request", central_id=NOBODY),
    changed("fk_product_request_organisation_id", "product_request", organisation_id=NOBODY),
    changed("fk_selection_proposal_by_organisation_id_by_account_id", "selection_proposal", by_organisation_id=OTHER),
    changed("fk_selection_proposal_organisation_id_selection_id", "selection_proposal", selection_id=NOBODY),
    changed("fk_selection_visit_organisation_id_account_id", "selection_visit", account_id=NOBODY),
    changed("fk_selection_visit_organisation_id_selection_id", "selection_visit", selection_id=NOBODY),
]
