"""标尺 Biaochi: the yardstick for a post, findings that open questions, never move posts."""
