-- quote(capture_id, start, end): the text of a page from code point `start` up to `end`.
CREATE MACRO quote(of_capture, from_point, to_point) AS (
    SELECT substr(pages.text, from_point + 1, to_point - from_point)
    FROM pages
    WHERE pages.capture_id = of_capture
);
COMMENT ON MACRO quote IS 'What stands in a page between two code points: quote(capture_id, start, end)';

-- context(capture_id, start, end, n): the same with `n` code points on either side.
CREATE MACRO context(of_capture, from_point, to_point, around) AS (
    SELECT substr(
        pages.text,
        greatest(from_point - around, 0) + 1,
        to_point + around - greatest(from_point - around, 0)
    )
    FROM pages
    WHERE pages.capture_id = of_capture
);
COMMENT ON MACRO context IS 'A quote with its surroundings: context(capture_id, start, end, n)';
