/* Which passages do two documents have in common? The twin of trace/walking.py and of trace/passages.py. */
#include "kernel.h"

enum { ALIKE = 1, OTHER = 4, OPENED = 2, LEFT_OUT = 4, DROP = 24, TELLING = 8, SIMILAR = 1, SKIPS = 13 };
enum { COLUMNS = 6, INPUTS = 10 };

static const int8_t skips[SKIPS][2] = {
    {1, 1}, {1, 0}, {0, 1}, {2, 1}, {1, 2}, {2, 2}, {2, 0}, {0, 2}, {3, 3}, {3, 2}, {2, 3}, {3, 0}, {0, 3},
};

/* All words of all documents, and of two of these the places [low, high). */
typedef struct {
    const uint32_t *hashes;
    const uint8_t *lengths, *bits;
    int64_t low_first, high_first, low_second, high_second;
} Texts;

typedef struct {
    int64_t first, second, matched, bits;
} Point;

static inline bool inside(const Texts *texts, int64_t first, int64_t second)
{
    return first >= texts->low_first && first < texts->high_first && second >= texts->low_second &&
           second < texts->high_second;
}

static inline bool equal(const Texts *texts, int64_t first, int64_t second)
{
    return inside(texts, first, second) && texts->hashes[first] == texts->hashes[second];
}

/* Pass over a difference, by the first way behind which both texts go on alike, else over one word of each. */
static void step_over(const Texts *texts, Point *at, int64_t way)
{
    int difference = (int)texts->lengths[at->first + way] - (int)texts->lengths[at->second + way];
    int64_t cost = abs(difference) <= SIMILAR ? ALIKE : OTHER, over_first = 1, over_second = 1;
    for (int number = 0; number < SKIPS; number++) {
        int64_t passed = skips[number][0], put_in = skips[number][1];
        int64_t first = at->first + way * (passed + 1), second = at->second + way * (put_in + 1);
        if (!equal(texts, first, second))
            continue;
        if (texts->bits[first] < TELLING && !equal(texts, first + way, second + way))
            continue;
        int64_t changed = passed < put_in ? passed : put_in, apart = passed + put_in - 2 * changed;
        cost = (changed ? cost + OTHER * (changed - 1) : 0) + LEFT_OUT * apart + (apart ? OPENED : 0);
        over_first = passed;
        over_second = put_in;
        break;
    }
    at->first += way * over_first;
    at->second += way * over_second;
    at->bits -= cost;
}

static Point walk(const Texts *texts, int64_t first, int64_t second, int64_t way)
{
    Point at = {first, second, 0, 0}, best = at;
    for (;;) {
        while (equal(texts, at.first + way, at.second + way)) {
            at.first += way;
            at.second += way;
            at.matched++;
            at.bits += texts->bits[at.first];
        }
        if (at.bits > best.bits)
            best = at;
        if (!inside(texts, at.first + way, at.second + way))
            return best;
        step_over(texts, &at, way);
        if (at.bits < best.bits - DROP)
            return best;
    }
}

/* The arguments of settle, in their order. */
typedef struct {
    const int64_t *bounds, *first, *second, *length, *told, *ones, *others;
    size_t documents, runs, words;
} Runs;

/* Whether all runs lie in the documents that they are said to lie in, so that nothing is read beyond an array. */
static bool sound(const Runs *runs)
{
    for (size_t number = 0; number < runs->runs; number++) {
        int64_t one = runs->ones[number], other = runs->others[number], length = runs->length[number];
        if (one < 0 || other < 0 || (size_t)one >= runs->documents || (size_t)other >= runs->documents)
            return false;
        int64_t first = runs->first[number], second = runs->second[number], limit = (int64_t)runs->words;
        if (length < 1 || length > limit || first < runs->bounds[one] || second < runs->bounds[other])
            return false;
        if (first > runs->bounds[one + 1] - length || second > runs->bounds[other + 1] - length)
            return false;
    }
    for (size_t number = 0; number <= runs->documents; number++)
        if (runs->bounds[number] < 0 || runs->bounds[number] > (int64_t)runs->words ||
            (number && runs->bounds[number] < runs->bounds[number - 1]))
            return false;
    return true;
}

/* Walk from each run that no passage of the same two documents holds; rows of COLUMNS. The number of rows. */
static size_t settle(Texts *texts, const Runs *runs, bool *done, int64_t *rows)
{
    size_t found = 0;
    for (size_t number = 0; number < runs->runs; number++) {
        if (done[number])
            continue;
        int64_t one = runs->ones[number], other = runs->others[number], length = runs->length[number];
        texts->low_first = runs->bounds[one];
        texts->high_first = runs->bounds[one + 1];
        texts->low_second = runs->bounds[other];
        texts->high_second = runs->bounds[other + 1];
        int64_t first = runs->first[number], second = runs->second[number];
        Point forth = walk(texts, first + length - 1, second + length - 1, 1), back = walk(texts, first, second, -1);
        int64_t *row = rows + COLUMNS * found++;
        row[0] = back.first;
        row[1] = forth.first + 1;
        row[2] = back.second;
        row[3] = forth.second + 1;
        row[4] = length + forth.matched + back.matched;
        row[5] = runs->told[number] + forth.bits + back.bits;
        for (size_t next = number + 1; next < runs->runs; next++) {
            if (runs->others[next] != other || runs->ones[next] != one || runs->second[next] >= row[3])
                break;
            done[next] |= runs->first[next] >= row[0] && runs->first[next] + runs->length[next] <= row[1] &&
                          runs->second[next] >= row[2] && runs->second[next] + runs->length[next] <= row[3];
        }
    }
    return found;
}

/* Buffers of numbers of the sizes given, all of them or none. */
static bool open_all(PyObject **objects, const Py_ssize_t *sizes, Py_buffer *views, size_t *counts, int many)
{
    for (int at = 0; at < many; at++)
        if (!open_numbers(objects[at], sizes[at], &views[at], &counts[at])) {
            while (at--)
                PyBuffer_Release(&views[at]);
            return false;
        }
    return true;
}

static void close_all(Py_buffer *views, int many)
{
    while (many--)
        PyBuffer_Release(&views[many]);
}

static PyObject *settled(const Py_buffer *views, const size_t *counts)
{
    Texts texts = {.hashes = views[0].buf, .lengths = views[1].buf, .bits = views[2].buf};
    Runs runs = {views[3].buf, views[4].buf, views[5].buf, views[6].buf, views[7].buf, views[8].buf, views[9].buf,
                 counts[3] ? counts[3] - 1 : 0, counts[4], counts[0]};
    bool equal_counts = counts[1] == counts[0] && counts[2] == counts[0] && counts[3];
    for (int at = 5; at < INPUTS; at++)
        equal_counts &= counts[at] == counts[4];
    if (!equal_counts || !sound(&runs)) {
        PyErr_SetString(PyExc_ValueError, "runs do not lie in their documents");
        return NULL;
    }
    bool *done = allocate(runs.runs, sizeof *done);
    int64_t *rows = done ? allocate(runs.runs, COLUMNS * sizeof *rows) : NULL;
    PyObject *answer = NULL;
    if (rows) {
        size_t found;
        memset(done, 0, runs.runs * sizeof *done);
        Py_BEGIN_ALLOW_THREADS
        found = settle(&texts, &runs, done, rows);
        Py_END_ALLOW_THREADS
        answer = PyBytes_FromStringAndSize((const char *)rows, (Py_ssize_t)(found * COLUMNS * sizeof *rows));
    }
    free(rows);
    free(done);
    return answer;
}

PyObject *kernel_settle(PyObject *module, PyObject *arguments)
{
    (void)module;
    static const Py_ssize_t sizes[INPUTS] = {4, 1, 1, 8, 8, 8, 8, 8, 8, 8};
    PyObject *objects[INPUTS];
    Py_buffer views[INPUTS];
    size_t counts[INPUTS];
    if (!PyArg_ParseTuple(arguments, "OOOOOOOOOO", &objects[0], &objects[1], &objects[2], &objects[3], &objects[4],
                          &objects[5], &objects[6], &objects[7], &objects[8], &objects[9]))
        return NULL;
    if (!open_all(objects, sizes, views, counts, INPUTS))
        return NULL;
    PyObject *answer = settled(views, counts);
    close_all(views, INPUTS);
    return answer;
}
