from throughcare.access.commands import as_engine
from throughcare.outbox import subscriptions

subscriptions.work_at(as_engine)
