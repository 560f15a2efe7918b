/* Which runs of words stand in more than one document? The twin of trace/joining.py. */
#include "kernel.h"

enum { REACH = 14, CLOSE = 4, COARSE = 6, ROW = 4, AHEAD = 24 }; /* joins ahead whose words are asked for */

/* Documents behind one another: bounds, and for every 64th place which document it stands in. */
typedef struct {
    const int64_t *bounds;
    size_t documents;
    uint32_t *coarse;
    uint32_t longest; /* words of the longest document: places farther apart stand in two */
} Shelves;

static bool shelve(Shelves *shelves, const Py_buffer *bounds, size_t count, size_t words)
{
    shelves->bounds = bounds->buf;
    shelves->documents = count ? count - 1 : 0;
    shelves->coarse = NULL;
    shelves->longest = 0;
    if (!shelves->documents || shelves->bounds[0] || shelves->bounds[shelves->documents] != (int64_t)words ||
        count > UINT32_MAX) {
        PyErr_SetString(PyExc_ValueError, "bounds do not fit the stream");
        return false;
    }
    for (size_t number = 0; number < shelves->documents; number++)
        if (shelves->bounds[number] > shelves->bounds[number + 1]) {
            PyErr_SetString(PyExc_ValueError, "bounds are not in order");
            return false;
        } else if (shelves->bounds[number + 1] - shelves->bounds[number] > shelves->longest)
            shelves->longest = (uint32_t)(shelves->bounds[number + 1] - shelves->bounds[number]);
    size_t places = (words >> COARSE) + 1;
    shelves->coarse = allocate(places, sizeof *shelves->coarse);
    if (!shelves->coarse)
        return false;
    uint32_t document = 0;
    for (size_t place = 0; place < places; place++) {
        while (document + 1 < shelves->documents && shelves->bounds[document + 1] <= (int64_t)(place << COARSE))
            document++;
        shelves->coarse[place] = document;
    }
    return true;
}

static inline uint32_t document_of(const Shelves *shelves, uint32_t place)
{
    uint32_t document = shelves->coarse[place >> COARSE];
    while (shelves->bounds[document + 1] <= (int64_t)place)
        document++;
    return document;
}

/* Key << 32 | place of every gram of a part of the keys that runs across no bound; how many. */
static size_t pack(const uint32_t *hashes, const int64_t *bounds, size_t documents, const uint32_t *asked, uint64_t *packed)
{
    uint32_t words = asked[0], part = asked[1], parts = asked[2];
    size_t count = 0;
    for (size_t document = 0; document < documents; document++)
        for (int64_t at = bounds[document]; at + words <= bounds[document + 1]; at++) {
            uint64_t mixed = hashes[at];
            for (uint32_t offset = 1; offset < words; offset++)
                mixed = mixed * UINT64_C(0x9E3779B97F4A7C15) + hashes[at + offset];
            mixed ^= mixed >> 32;
            mixed *= UINT64_C(0xD6E8FEB86659FD93);
            uint32_t key = (uint32_t)(mixed >> 32);
            if (parts == 1 || key % parts == part)
                packed[count++] = (uint64_t)key << 32 | (uint64_t)at;
        }
    return count;
}

static PyObject *packed(const Py_buffer *views, const size_t *counts, const uint32_t *asked)
{
    const int64_t *bounds = views[1].buf;
    bool fits = counts[1] && counts[0] <= UINT32_MAX && bounds[0] == 0 && bounds[counts[1] - 1] == (int64_t)counts[0];
    for (size_t at = 1; fits && at < counts[1]; at++)
        fits = bounds[at - 1] <= bounds[at];
    if (!fits) {
        PyErr_SetString(PyExc_ValueError, "bounds do not fit the stream");
        return NULL;
    }
    PyObject *answer = PyByteArray_FromStringAndSize(NULL, (Py_ssize_t)(counts[0] * sizeof(uint64_t)));
    if (!answer)
        return NULL;
    size_t count = pack(views[0].buf, bounds, counts[1] - 1, asked, (uint64_t *)(void *)PyByteArray_AsString(answer));
    if (PyByteArray_Resize(answer, (Py_ssize_t)(count * sizeof(uint64_t))) < 0) {
        Py_DECREF(answer);
        return NULL;
    }
    return answer;
}

PyObject *kernel_pack(PyObject *module, PyObject *arguments)
{
    (void)module;
    PyObject *objects[2];
    Py_buffer views[2];
    size_t counts[2];
    unsigned int asked[3];
    if (!PyArg_ParseTuple(arguments, "OOIII", &objects[0], &objects[1], &asked[0], &asked[1], &asked[2]))
        return NULL;
    if (!asked[0] || asked[1] >= asked[2]) {
        PyErr_SetString(PyExc_ValueError, "a gram has a word, and a part is one of the parts");
        return NULL;
    }
    if (!open_numbers(objects[0], 4, &views[0], &counts[0]))
        return NULL;
    if (!open_numbers(objects[1], 8, &views[1], &counts[1])) {
        PyBuffer_Release(&views[0]);
        return NULL;
    }
    PyObject *answer = packed(views, counts, asked);
    PyBuffer_Release(&views[0]);
    PyBuffer_Release(&views[1]);
    return answer;
}

typedef struct {
    const uint32_t *hashes;
    const Shelves *shelves;
    uint64_t *joins;
    size_t count;
    int gram;
} Joiner;

static inline void join(Joiner *joiner, uint32_t first, uint32_t second)
{
    for (int at = 0; at < joiner->gram; at++)
        if (joiner->hashes[first + (uint32_t)at] != joiner->hashes[second + (uint32_t)at])
            return;
    const Shelves *shelves = joiner->shelves;
    if (second - first <= shelves->longest && document_of(shelves, first) == document_of(shelves, second))
        return;
    joiner->joins[joiner->count++] = (uint64_t)(second - first) << 32 | second;
}

/* How many joins of places with equal keys there are at most, before their words and documents are compared. */
static size_t most_joins(const uint64_t *grams, size_t count, size_t few, bool chained)
{
    size_t most = 0;
    for (size_t begin = 0, end; begin < count; begin = end) {
        for (end = begin + 1; end < count && grams[end] >> 32 == grams[begin] >> 32; end++)
            ;
        size_t many = end - begin;
        most += many <= few ? many * (many - 1) / 2 : chained ? 2 * many - 3 : 0;
    }
    return most;
}

/* Joins of places with equal keys; `grams` holds key << 32 | place, sorted. */
static void join_all(Joiner *joiner, const uint64_t *grams, size_t count, size_t few, bool chained)
{
    for (size_t begin = 0, end; begin < count; begin = end) {
        for (end = begin + 1; end < count && grams[end] >> 32 == grams[begin] >> 32; end++)
            ;
        for (size_t next = begin + AHEAD; next < end + AHEAD && next + 1 < count; next++)
            if (grams[next] >> 32 == grams[next + 1] >> 32 || grams[next] >> 32 == grams[next - 1] >> 32)
                PREFETCH(&joiner->hashes[(uint32_t)grams[next]]);
        if (end - begin <= few) {
            for (size_t later = begin + 1; later < end; later++)
                for (size_t earlier = begin; earlier < later; earlier++)
                    join(joiner, (uint32_t)grams[earlier], (uint32_t)grams[later]);
        } else if (chained) {
            for (size_t later = begin + 1; later < end; later++) {
                join(joiner, (uint32_t)grams[later - 1], (uint32_t)grams[later]);
                if (later > begin + 1)
                    join(joiner, (uint32_t)grams[begin], (uint32_t)grams[later]);
            }
        }
    }
}

static PyObject *joined(const Py_buffer *views, const size_t *counts, int gram, size_t few, bool chained)
{
    const uint64_t *grams = views[0].buf;
    size_t words = counts[1];
    for (size_t at = 0; at < counts[0]; at++)
        if ((uint64_t)(uint32_t)grams[at] + (uint64_t)gram > words) {
            PyErr_SetString(PyExc_ValueError, "a gram stands beyond the stream");
            return NULL;
        }
    Shelves shelves;
    if (!shelve(&shelves, &views[2], counts[2], words))
        return NULL;
    size_t most = most_joins(grams, counts[0], few, chained);
    PyObject *answer = PyByteArray_FromStringAndSize(NULL, (Py_ssize_t)(most * sizeof(uint64_t)));
    if (answer) {
        Joiner joiner = {views[1].buf, &shelves, (uint64_t *)(void *)PyByteArray_AsString(answer), 0, gram};
        join_all(&joiner, grams, counts[0], few, chained);
        if (PyByteArray_Resize(answer, (Py_ssize_t)(joiner.count * sizeof(uint64_t))) < 0) {
            Py_DECREF(answer);
            answer = NULL;
        }
    }
    free(shelves.coarse);
    return answer;
}

PyObject *kernel_join(PyObject *module, PyObject *arguments)
{
    (void)module;
    PyObject *objects[3];
    Py_buffer views[3];
    size_t counts[3];
    int gram, chained;
    Py_ssize_t few;
    if (!PyArg_ParseTuple(arguments, "OOOinp", &objects[0], &objects[1], &objects[2], &gram, &few, &chained))
        return NULL;
    if (gram < 1 || few < 1) {
        PyErr_SetString(PyExc_ValueError, "a gram has a word, and a few are one at least");
        return NULL;
    }
    static const Py_ssize_t sizes[3] = {8, 4, 8};
    for (int at = 0; at < 3; at++)
        if (!open_numbers(objects[at], sizes[at], &views[at], &counts[at])) {
            while (at--)
                PyBuffer_Release(&views[at]);
            return NULL;
        }
    PyObject *answer = joined(views, counts, gram, (size_t)few, chained != 0);
    for (int at = 0; at < 3; at++)
        PyBuffer_Release(&views[at]);
    return answer;
}

typedef struct {
    const uint32_t *hashes;
    const uint8_t *bits;
    int64_t words;
} Stream;

/* What equal words tell that stand at most REACH words before or behind a run, at its distance; nothing where
 * none stands within CLOSE words of it. Places [low, high) on each side are looked at, none beyond the stream. */
static int64_t beside(const Stream *stream, int64_t first, int64_t second, int64_t length)
{
    const uint32_t *one = stream->hashes + first, *other = stream->hashes + second;
    int64_t low = first < REACH ? -first : -REACH, room = stream->words - second;
    int64_t high = room < length + REACH ? room : length + REACH, told = 0;
    bool near = false;
    for (int64_t at = low < -CLOSE ? -CLOSE : low; at < 0 && !near; at++)
        near = one[at] == other[at];
    for (int64_t at = length; at < (high < length + CLOSE ? high : length + CLOSE) && !near; at++)
        near = one[at] == other[at];
    if (!near)
        return 0;
    for (int64_t at = low; at < 0; at++)
        if (one[at] == other[at])
            told += stream->bits[first + at];
    for (int64_t at = length; at < high; at++)
        if (one[at] == other[at])
            told += stream->bits[first + at];
    return told;
}

typedef struct {
    int64_t *rows;
    size_t count, room;
} Rows;

static int64_t *next_row(Rows *rows)
{
    if (rows->count == rows->room) {
        size_t room = rows->room ? 2 * rows->room : 1024;
        int64_t *more = room > SIZE_MAX / 2 / (ROW * sizeof *more) ? NULL : realloc(rows->rows, room * ROW * sizeof *more);
        if (!more) {
            PyErr_NoMemory();
            return NULL;
        }
        rows->rows = more;
        rows->room = room;
    }
    return rows->rows + ROW * rows->count++;
}

/* Ask for what is looked at soon: the words close to both places of a join. */
static inline void ask_for(const Stream *stream, uint64_t join)
{
    uint32_t second = (uint32_t)join, first = second - (uint32_t)(join >> 32);
    PREFETCH(&stream->hashes[first > CLOSE ? first - CLOSE : 0]);
    PREFETCH(&stream->hashes[second > CLOSE ? second - CLOSE : 0]);
    PREFETCH(&stream->bits[second]);
}

/* Rows of runs (first, second, length, bits told) that tell enough, with the words beside them. */
static bool collect(const Stream *stream, const Shelves *shelves, const uint64_t *joins, size_t count,
                    const int64_t *asked, Rows *rows)
{
    int64_t gram = asked[0], near = asked[1], least = asked[2];
    for (size_t begin = 0, end; begin < count; begin = end) {
        uint64_t distance = joins[begin] >> 32;
        uint32_t second = (uint32_t)joins[begin], last = second, first = second - (uint32_t)distance;
        if (begin + AHEAD < count)
            ask_for(stream, joins[begin + AHEAD]);
        int64_t behind_first = -1, behind_second = -1; /* looked up for the few joins that have another beside them */
        for (end = begin + 1; end < count && joins[end] >> 32 == distance; end++) {
            uint32_t next = (uint32_t)joins[end];
            if (next - last > near)
                break;
            if (behind_first < 0) {
                behind_first = shelves->bounds[document_of(shelves, first) + 1];
                behind_second = shelves->bounds[document_of(shelves, second) + 1];
            }
            if ((int64_t)next >= behind_second || (int64_t)(next - distance) >= behind_first)
                break;
            last = next;
        }
        int64_t length = (int64_t)(last - second) + gram, told = 0;
        for (int64_t at = 0; at < length; at++)
            told += stream->bits[second + at];
        if (told < least && told + beside(stream, first, second, length) < least)
            continue;
        int64_t *row = next_row(rows);
        if (!row)
            return false;
        row[0] = first;
        row[1] = second;
        row[2] = length;
        row[3] = told;
    }
    return true;
}

static PyObject *collected(const Py_buffer *views, const size_t *counts, const int64_t *asked)
{
    const uint64_t *joins = views[0].buf;
    Stream stream = {views[1].buf, views[2].buf, (int64_t)counts[1]};
    bool fits = counts[2] == counts[1];
    for (size_t at = 0; fits && at < counts[0]; at++)
        fits = (uint32_t)joins[at] >= joins[at] >> 32 && (int64_t)(uint32_t)joins[at] + asked[0] <= stream.words;
    if (!fits) {
        PyErr_SetString(PyExc_ValueError, "a join stands beyond the stream");
        return NULL;
    }
    Shelves shelves;
    if (!shelve(&shelves, &views[3], counts[3], counts[1]))
        return NULL;
    Rows rows = {NULL, 0, 0};
    PyObject *answer = NULL;
    if (collect(&stream, &shelves, joins, counts[0], asked, &rows))
        answer = PyBytes_FromStringAndSize((const char *)rows.rows, (Py_ssize_t)(rows.count * ROW * sizeof(int64_t)));
    free(rows.rows);
    free(shelves.coarse);
    return answer;
}

PyObject *kernel_runs(PyObject *module, PyObject *arguments)
{
    (void)module;
    PyObject *objects[4];
    Py_buffer views[4];
    size_t counts[4];
    long long gram, near, least;
    if (!PyArg_ParseTuple(arguments, "OOOOLLL", &objects[0], &objects[1], &objects[2], &objects[3], &gram, &near, &least))
        return NULL;
    if (gram < 1) {
        PyErr_SetString(PyExc_ValueError, "a gram has a word");
        return NULL;
    }
    static const Py_ssize_t sizes[4] = {8, 4, 1, 8};
    for (int at = 0; at < 4; at++)
        if (!open_numbers(objects[at], sizes[at], &views[at], &counts[at])) {
            while (at--)
                PyBuffer_Release(&views[at]);
            return NULL;
        }
    int64_t asked[3] = {gram, near, least};
    PyObject *answer = collected(views, counts, asked);
    for (int at = 0; at < 4; at++)
        PyBuffer_Release(&views[at]);
    return answer;
}
