/* How often do words stand in the streams, and at which places exactly? The twin of text/holdings.py and
 * text/occurrences.py. */
#include "shelf.h"

enum { COLUMNS = 14, MERGED = 4, ROWS_AT_ONCE = 4096, MOST_PLACES = 1 << 16, LOOKS = 4, MOST_GRAMS = LOOKS * 6 };

/* The buffers of one stream, in the order in which text/holdings.py, _columns gives them, and their widths. */
enum { DOCUMENTS, WITHDRAWN, STARTS, LENGTHS, HASHES, LONG_PLACES, LONG_LENGTHS, DIRECTORY, RESTS, POSTINGS,
       VOCABULARY, FREQUENCIES, PAIRS, PAIR_COUNTS };
static const Py_ssize_t widths[COLUMNS] = {8, 1, 4, 1, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4};

static bool fill_part(Part *part, const Py_buffer *views, const size_t *counts, bool narrow)
{
    *part = (Part){
        .first = part->first,
        .documents = views[DOCUMENTS].buf,
        .withdrawn = views[WITHDRAWN].buf,
        .lengths = views[LENGTHS].buf,
        .starts = views[STARTS].buf,
        .hashes = views[HASHES].buf,
        .long_places = views[LONG_PLACES].buf,
        .long_lengths = views[LONG_LENGTHS].buf,
        .postings = views[POSTINGS].buf,
        .document_count = counts[WITHDRAWN],
        .tokens = counts[HASHES],
        .longs = counts[LONG_PLACES],
        .entries = {views[DIRECTORY].buf, narrow ? views[RESTS].buf : NULL, narrow ? NULL : views[RESTS].buf,
                    counts[RESTS], 0},
        .vocabulary = {views[VOCABULARY].buf, views[FREQUENCIES].buf, counts[VOCABULARY]},
        .pairs = {views[PAIRS].buf, views[PAIR_COUNTS].buf, counts[PAIRS]},
    };
    size_t buckets = counts[DIRECTORY] - 1;
    while (part->entries.bits < 31 && (size_t)1 << part->entries.bits < buckets)
        part->entries.bits++;
    return counts[DIRECTORY] > 1 && (size_t)1 << part->entries.bits == buckets &&
           counts[DOCUMENTS] == counts[WITHDRAWN] + 1 && counts[WITHDRAWN] < UINT32_MAX &&
           (counts[WITHDRAWN] > 0 || counts[HASHES] == 0) && counts[STARTS] == part->tokens &&
           counts[LENGTHS] == part->tokens && counts[LONG_LENGTHS] == part->longs &&
           counts[POSTINGS] == counts[RESTS] && counts[FREQUENCIES] == counts[VOCABULARY] &&
           counts[PAIR_COUNTS] == counts[PAIRS] && (!narrow || part->entries.bits >= 16);
}

/* Note in which document each block of tokens begins, so that the document of a place is found in two steps. */
static bool fill_blocks(Part *part)
{
    size_t blocks = (part->tokens >> BLOCK_BITS) + 2, document = 0;
    part->blocks = allocate(blocks, sizeof(uint32_t));
    if (!part->blocks)
        return false;
    for (size_t block = 0; block < blocks; block++) {
        int64_t place = (int64_t)(block << BLOCK_BITS);
        while (document + 1 < part->document_count && part->documents[document + 1] <= place)
            document++;
        part->blocks[block] = (uint32_t)document;
    }
    return true;
}

static bool open_part(Shelf *shelf, PyObject *columns, Part *part)
{
    size_t counts[COLUMNS];
    const Py_buffer *views = shelf->views + shelf->opened;
    bool narrow = false;
    if (!PyTuple_Check(columns) || PyTuple_Size(columns) != COLUMNS + 1) {
        PyErr_SetString(PyExc_TypeError, "a stream is its first document's number and 14 columns");
        return false;
    }
    part->first = PyLong_AsLongLong(PyTuple_GetItem(columns, 0));
    if (part->first == -1 && PyErr_Occurred())
        return false;
    for (int column = 0; column < COLUMNS; column++) {
        PyObject *object = PyTuple_GetItem(columns, column + 1);
        Py_buffer *view = shelf->views + shelf->opened;
        bool open = open_numbers(object, widths[column], view, &counts[column]);
        if (!open && column == RESTS) {
            PyErr_Clear();
            narrow = open = open_numbers(object, 2, view, &counts[column]);
        }
        if (!open)
            return false;
        shelf->opened++;
    }
    if (fill_part(part, views, counts, narrow))
        return fill_blocks(part);
    PyErr_SetString(PyExc_ValueError, "the columns of a stream do not fit together");
    return false;
}

/* Open the columns of the merged vocabulary. */
static bool open_vocabulary(Shelf *shelf, PyObject *const *columns)
{
    static const Py_ssize_t width[MERGED] = {4, 4, 8, 8};
    size_t counts[MERGED];
    Py_buffer *views = shelf->views + shelf->opened;
    for (int column = 0; column < MERGED; column++, shelf->opened++)
        if (!open_numbers(columns[column], width[column], &views[column], &counts[column]))
            return false;
    for (int column = 1; column < MERGED; column++)
        if (counts[column] != counts[0]) {
            PyErr_SetString(PyExc_ValueError, "the columns of a vocabulary do not fit together");
            return false;
        }
    shelf->vocabulary = (Counted){views[0].buf, views[1].buf, counts[0]};
    shelf->rare_in = views[2].buf;
    shelf->frequent_in = views[3].buf;
    return true;
}

static bool open_parts(Shelf *shelf, PyObject *parts)
{
    shelf->count = (size_t)PyList_Size(parts);
    shelf->views = allocate(shelf->count * COLUMNS + MERGED, sizeof(Py_buffer));
    shelf->parts = allocate(shelf->count, sizeof(Part));
    if (!shelf->views || !shelf->parts)
        return false;
    memset(shelf->parts, 0, shelf->count * sizeof(Part));
    for (size_t part = 0; part < shelf->count; part++)
        if (!open_part(shelf, PyList_GetItem(parts, (Py_ssize_t)part), &shelf->parts[part]))
            return false;
    return true;
}

static PyObject *shelf_new(PyTypeObject *type, PyObject *arguments, PyObject *named)
{
    (void)named;
    PyObject *parts, *columns[MERGED];
    unsigned long long tokens;
    if (!PyArg_ParseTuple(arguments, "O!OOOOK", &PyList_Type, &parts, &columns[0], &columns[1], &columns[2],
                          &columns[3], &tokens))
        return NULL;
    Shelf *shelf = (Shelf *)PyType_GenericNew(type, NULL, NULL); /* all zero */
    if (!shelf)
        return NULL;
    shelf->tokens = tokens;
    if (!open_parts(shelf, parts) || !open_vocabulary(shelf, columns)) {
        Py_DECREF(shelf);
        return NULL;
    }
    return (PyObject *)shelf;
}

static void shelf_free(PyObject *self)
{
    Shelf *shelf = (Shelf *)self;
    PyTypeObject *type = Py_TYPE(self);
    for (size_t view = 0; view < shelf->opened; view++)
        PyBuffer_Release(&shelf->views[view]);
    for (size_t part = 0; shelf->parts && part < shelf->count; part++)
        free(shelf->parts[part].blocks);
    free(shelf->views);
    free(shelf->parts);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(self);
    Py_DECREF(type);
}

/* Bytes for `count` numbers of 64 bits, still to be written. */
static PyObject *new_numbers(size_t count, int64_t **numbers)
{
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(count * sizeof(int64_t)));
    *numbers = bytes ? (int64_t *)(void *)PyBytes_AsString(bytes) : NULL;
    return bytes;
}

static PyObject *shelf_frequencies(PyObject *self, PyObject *hashes)
{
    const Shelf *shelf = (Shelf *)self;
    Py_buffer view;
    size_t count;
    int64_t *numbers;
    if (!open_numbers(hashes, 4, &view, &count))
        return NULL;
    PyObject *answer = new_numbers(count, &numbers);
    for (size_t at = 0; answer && at < count; at++)
        numbers[at] = count_of(&shelf->vocabulary, ((const uint32_t *)view.buf)[at]);
    PyBuffer_Release(&view);
    return answer;
}

/* How often a gram stands in a stream, by the postings of a shorter one that stands `offset` words within it. */
static int64_t count_at_postings(const Part *part, Span span, const uint32_t *gram, size_t length, size_t offset)
{
    int64_t count = 0;
    for (size_t entry = span.first; entry < span.first + span.count; entry++) {
        size_t place = part->postings[entry];
        if (place >= offset && place < part->tokens)
            PREFETCH(&part->hashes[place - offset]);
    }
    for (size_t entry = span.first; entry < span.first + span.count; entry++) {
        size_t place = part->postings[entry];
        count += place >= offset && stand_at(part, place - offset, gram, length);
    }
    return count;
}

/* text/holdings.py, _gram_frequencies, for one gram: there the smallest and hindmost rare gram within it has the last
 * word. */
static int64_t count_gram(const Shelf *shelf, size_t stream, const Known *words, const uint32_t *gram, int length)
{
    const Part *part = &shelf->parts[stream];
    int rarity[LONGEST_GRAM];
    for (int at = 0; at < length; at++)
        if ((rarity[at] = rarity_in(shelf, stream, &words[at])) == ABSENT)
            return 0;
    for (int size = 1; size < length; size++)
        for (int offset = length - size; offset >= 0; offset--) {
            if (size == 1 && rarity[offset] != IS_RARE)
                continue;
            Span span = find_key(&part->entries, gram_key(gram + offset, size));
            if (span.count)
                return count_at_postings(part, span, gram, (size_t)length, (size_t)offset);
        }
    uint32_t key = gram_key(gram, length);
    uint32_t frequent = length == 2 ? count_of(&part->pairs, key) : 0;
    return frequent ? frequent : (int64_t)find_key(&part->entries, key).count;
}

static void count_grams(const Shelf *shelf, const Known *words, const uint32_t *hashes, size_t grams, int length,
                        int64_t *numbers)
{
    for (size_t at = 0; at < grams; at++) {
        numbers[at] = 0;
        for (size_t stream = 0; stream < shelf->count; stream++)
            numbers[at] += count_gram(shelf, stream, words + at, hashes + at, length);
    }
}

static PyObject *shelf_gram_frequencies(PyObject *self, PyObject *arguments)
{
    const Shelf *shelf = (Shelf *)self;
    PyObject *hashes;
    int length;
    Py_buffer view;
    size_t count;
    int64_t *numbers;
    if (!PyArg_ParseTuple(arguments, "Oi", &hashes, &length) || !open_numbers(hashes, 4, &view, &count))
        return NULL;
    PyObject *answer = NULL;
    if (length < 2 || length > LONGEST_GRAM) {
        PyErr_SetString(PyExc_ValueError, "only pairs and triples are counted");
    } else {
        size_t grams = count < (size_t)length ? 0 : count - (size_t)length + 1;
        Known *words = allocate(count, sizeof(Known));
        for (size_t at = 0; words && at < count; at++)
            words[at] = know(shelf, ((const uint32_t *)view.buf)[at]);
        answer = words ? new_numbers(grams, &numbers) : NULL;
        if (answer)
            count_grams(shelf, words, view.buf, grams, length, numbers);
        free(words);
    }
    PyBuffer_Release(&view);
    return answer;
}

typedef struct {
    Span span;
    size_t at;
    int length;
} Anchor;

/* text/occurrences.py, _rarest: the first grams of a phrase, rarest first; SIZE_MAX where it cannot stand in the stream. */
static size_t find_anchors(const Part *part, const uint32_t *quoted, size_t count, Anchor *anchors)
{
    size_t found = 0;
    for (size_t begin = 0, look = 0; look < LOOKS && (begin == 0 || begin + LONGEST_GRAM <= count); look++) {
        size_t triple = count - begin < LONGEST_GRAM ? count - begin : LONGEST_GRAM, before = found;
        for (int length = 1; length <= LONGEST_GRAM; length++)
            for (size_t at = 0; at + (size_t)length <= triple; at++) {
                Span span = find_key(&part->entries, gram_key(quoted + begin + at, length));
                if (span.count)
                    anchors[found++] = (Anchor){span, begin + at, length};
            }
        if (found == before && triple == LONGEST_GRAM)
            return SIZE_MAX;
        begin += LONGEST_GRAM;
    }
    for (size_t at = 1; at < found; at++) { /* insertion: stable, and there are few */
        Anchor anchor = anchors[at];
        size_t to = at;
        for (; to && anchors[to - 1].span.count > anchor.span.count; to--)
            anchors[to] = anchors[to - 1];
        anchors[to] = anchor;
    }
    return found;
}

static bool is_frequent(const Part *part, const uint32_t *quoted, size_t count)
{
    if (count == 1)
        return count_of(&part->vocabulary, quoted[0]) > RARE;
    return count_of(&part->pairs, gram_key(quoted, 2)) > 0;
}

/* Where a phrase stands, by the postings of its anchors; how many places. `places` has room for MOST_PLACES. */
static size_t read_places(const Part *part, const uint32_t *quoted, size_t count, int64_t *places)
{
    Anchor anchors[MOST_GRAMS];
    size_t found = find_anchors(part, quoted, count, anchors), kept = 0;
    if (found == SIZE_MAX)
        return 0;
    for (size_t anchor = 0; anchor < found; anchor++) {
        const Anchor *at = &anchors[anchor];
        size_t most = at->span.count < MOST_PLACES ? at->span.count : MOST_PLACES;
        bool stands = false;
        for (size_t entry = at->span.first; entry < at->span.first + most; entry++) {
            size_t place = part->postings[entry];
            bool here = stand_at(part, place, quoted + at->at, (size_t)at->length);
            stands |= here;
            if (here && place >= at->at && stand_at(part, place - at->at, quoted, count))
                places[kept++] = (int64_t)(place - at->at);
        }
        if (stands)
            return kept;
    }
    if (count < LONGEST_GRAM && is_frequent(part, quoted, count))
        for (size_t place = 0, seen = 0; place < part->tokens && seen < MOST_PLACES; place++) {
            if (part->hashes[place] != quoted[0])
                continue;
            seen++;
            if (stand_at(part, place, quoted, count))
                places[kept++] = (int64_t)place;
        }
    return kept;
}

/* Make rows (document, start, end) of places, in their own memory; those that run across two documents, or stand in
 * one that was withdrawn, fall out. How many rows are left. */
static size_t make_rows(const Part *part, const int64_t *places, size_t found, size_t count, int64_t *rows)
{
    size_t kept = 0;
    for (size_t at = 0; at < found; at++) {
        size_t place = (size_t)places[at], last = place + count - 1, document = document_at(part, place);
        if (part->withdrawn[document] || part->documents[document + 1] <= (int64_t)last)
            continue;
        rows[3 * kept] = part->first + (int64_t)document;
        rows[3 * kept + 1] = part->starts[place];
        rows[3 * kept++ + 2] = end_at(part, last);
    }
    return kept;
}

/* Rows of one stream after another, from `stream` on, until there are many; the next stream. NULL: no memory. */
static PyObject *occurrences_from(const Shelf *shelf, size_t stream, const uint32_t *quoted, size_t count)
{
    int64_t *places = allocate(MOST_PLACES, sizeof(int64_t));
    int64_t *rows = places ? allocate(3 * (MOST_PLACES + ROWS_AT_ONCE), sizeof(int64_t)) : NULL;
    size_t kept = 0;
    for (; rows && stream < shelf->count && kept < ROWS_AT_ONCE; stream++) {
        const Part *part = &shelf->parts[stream];
        size_t found = read_places(part, quoted, count, places);
        kept += make_rows(part, places, found, count, rows + 3 * kept);
    }
    PyObject *answer = NULL;
    if (rows)
        answer = Py_BuildValue("(y#n)", rows, (Py_ssize_t)(3 * kept * sizeof *rows), (Py_ssize_t)stream);
    free(places);
    free(rows);
    return answer;
}

static PyObject *shelf_occurrences(PyObject *self, PyObject *arguments)
{
    const Shelf *shelf = (Shelf *)self;
    PyObject *hashes, *answer = NULL;
    Py_ssize_t number;
    Py_buffer view;
    size_t count;
    if (!PyArg_ParseTuple(arguments, "nO", &number, &hashes) || !open_numbers(hashes, 4, &view, &count))
        return NULL;
    if (number < 0 || (size_t)number >= shelf->count || !count)
        PyErr_SetString(PyExc_IndexError, "no such stream, or no words");
    else
        answer = occurrences_from(shelf, (size_t)number, view.buf, count);
    PyBuffer_Release(&view);
    return answer;
}

static PyMethodDef methods[] = {
    {"frequencies", shelf_frequencies, METH_O, NULL},
    {"gram_frequencies", shelf_gram_frequencies, METH_VARARGS, NULL},
    {"occurrences", shelf_occurrences, METH_VARARGS, NULL},
    {"places", shelf_places, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_new, (void *)shelf_new},
    {Py_tp_dealloc, (void *)shelf_free},
    {Py_tp_methods, methods},
    {0, NULL},
};

static PyType_Spec spec = {
    .name = "foresaid.text._kernel.Shelf",
    .basicsize = sizeof(Shelf),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = slots,
};

bool add_shelf(PyObject *module)
{
    PyObject *type = PyType_FromSpec(&spec);
    if (!type || PyModule_AddObjectRef(module, "Shelf", type) < 0)
        return false;
    Py_DECREF(type);
    return true;
}
