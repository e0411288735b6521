"""Delivery of alerts on Kafka: a consumer group for each receiver, and its state on a compacted topic."""

from streams.ops.delivery.service import DeliverySettings, deliver

__all__ = ["DeliverySettings", "deliver"]
