"""Renewal: an incoming holder's lot beside the outgoing one."""
