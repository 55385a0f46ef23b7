-- Quality issues of the open release by code and severity, most first.
SELECT
    quality_issues.code,
    quality_issues.severity,
    count(*)::BIGINT AS n_issues,
    count(DISTINCT quality_issues.capture_id)::BIGINT AS n_captures
FROM quality_issues
GROUP BY ALL
ORDER BY n_issues DESC, quality_issues.code, quality_issues.severity;
