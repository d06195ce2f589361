"""Registry 基础登记: people, bodies, access, deadlines, approvals, papers, services."""
