-- The neighbours of what is assigned follow: those that a person joined first, the others when there are none of them.
-- Where both parts reach a citation at once, it stays with the one that names the work best.
INSERT INTO parts (no, part)
WITH reached AS (
    SELECT holds.neighbour AS no, holds.is_by_person, parts.part
    FROM holds
    JOIN parts USING (no)
    ANTI JOIN parts AS assigned ON assigned.no = holds.neighbour
)
SELECT reached.no, min(reached.part)
FROM reached
WHERE reached.is_by_person = (SELECT bool_or(any_reached.is_by_person) FROM reached AS any_reached)
GROUP BY reached.no;
