-- Text as it is compared: without markup, accents, apostrophes and punctuation, Greek letters by name.
CREATE TEMP MACRO folded(written) AS trim(regexp_replace(
    strip_accents(
        replace(replace(replace(replace(replace(replace(replace(replace(replace(
            translate(lower(regexp_replace(written, '<[^<>]{1,30}>|[''’‘ʼ`´]', '', 'g')), 'øłđð', 'oldd'),
            'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'α', ' alpha '), 'β', ' beta '), 'γ', ' gamma '), 'κ', ' kappa '),
            'μ', ' mu '), 'µ', ' mu ')
    ),
    '[^\p{L}\p{N}]+', ' ', 'g'
));

-- The words of a folded text; few words too common to tell two journals apart are left out of container names.
CREATE TEMP MACRO words_of(key) AS list_filter(string_split(key, ' '), lambda word: word <> '');
CREATE TEMP MACRO container_words(key) AS list_filter(
    string_split(key, ' '),
    lambda word: word NOT IN ('', 'the', 'of', 'and', 'on', 'in', 'for', 'a', 'an', 'et', 'de', 'la', 'der', 'und')
);

-- What tells two parts of one series apart: a small number after a word for a part, or at the end.
CREATE TEMP MACRO part_of(key) AS nullif(
    coalesce(
        nullif(
            regexp_extract(
                key,
                '\b(?:part|phase|volume|vol|paper|study|stage|chapter|section|type|group|series|no|number) (\d{1,2}|[ivx]{1,4}|one|two|three|four|five|[a-d])\b',
                1
            ),
            ''
        ),
        regexp_extract(key, ' (\d{1,2}|[ivx]{1,4})$$', 1)
    ),
    ''
);
CREATE TEMP MACRO numbers_of(key) AS list_filter(
    string_split(key, ' '),
    lambda word: regexp_full_match(word, '\d+')
);

-- A notice about a work is not the work: 'Correction to ...', 'Reply to ...'.
CREATE TEMP MACRO notice_of(key) AS regexp_extract(
    key,
    '\b(erratum|errata|corrigendum|corrigenda|correction|retraction|retracted|addendum|reply|response to|comments? on|commentary on|expression of concern|protocol)\b',
    1
);

-- Titles that name a column of a journal, not a work.
CREATE TEMP MACRO is_generic(key) AS regexp_full_match(
    key,
    '((guest|book|conference|workshop|case|meeting) )*((editors?|chairs?|treasurers?|presidents?|authors?) )?(editorials?|introduction|foreword|preface|reviews?|review column|column|message|news|notes?|letters?|letters? to the editor|comments?|commentary|correspondence|reply|abstracts?|reports?|author index|summary|conclusions?|discussion|keynote address|in this issue|highlights|obituary)'
);

-- Preprint servers by the DOIs they give and by their names. 10.1101 is shared with journals, whose DOIs have letters.
CREATE TEMP MACRO is_preprint_doi(doi) AS regexp_matches(
    doi,
    '^10\.(1101/(\d{4}\.\d{2}\.\d{2}\.)?\d{5,9}(v\d+)?$$|64898/|21203/rs\.|48550/arxiv|20944/preprints|26434/chemrxiv|22541/au\.|2139/ssrn|36227/techrxiv|7287/peerj\.preprints|1590/scielopreprints|31219/osf|3123[45]/osf|32942/|33774/)'
);
CREATE TEMP MACRO is_preprint_server(key) AS regexp_matches(
    key,
    '\b((bio|med|ar|chem|psy|tech|soc|engr|eco evo)r?xiv|arxiv|research square|res sq|preprints?|preprints org|ssrn|authorea|osf)\b'
);

-- Pages and volumes as they are compared.
CREATE TEMP MACRO first_page_of(page) AS nullif(lower(regexp_extract(page, '[A-Za-z]{0,4}\d+', 0)), '');
CREATE TEMP MACRO last_page_of(page) AS regexp_extract(page, '(\d+)\D*$$', 1);
-- '123-9' ends where '123-129' does.
CREATE TEMP MACRO is_same_last_page(one, other) AS (
    suffix(last_page_of(one), last_page_of(other))
    OR suffix(last_page_of(other), last_page_of(one))
    OR one NOT SIMILAR TO '.*\d\D+\d.*'
    OR other NOT SIMILAR TO '.*\d\D+\d.*'
);
CREATE TEMP MACRO volume_of(volume) AS nullif(folded(volume), '');

-- Two names of one container by their words alone: equal without the small ones, abbreviated word by word, or initials.
CREATE TEMP MACRO abbreviates(one_words, other_words) AS (
    len(list_filter(
        list_zip(one_words, other_words, true),
        lambda pair: starts_with(pair[1], pair[2]) OR starts_with(pair[2], pair[1])
    )) = least(len(one_words), len(other_words))
    AND (len(one_words) = len(other_words) OR least(len(one_words), len(other_words)) > 1)
);
CREATE TEMP MACRO initials_of(words) AS array_to_string(list_transform(words, lambda word: word[1]), '');
CREATE TEMP MACRO is_same_container(one, other) AS (
    abbreviates(container_words(one), container_words(other))
    OR initials_of(container_words(one)) = replace(other, ' ', '')
    OR initials_of(container_words(other)) = replace(one, ' ', '')
);
