/* Which word of one passage answers to which word of another? The twin of text/align.py, _laid, which explains it. */
#include "kernel.h"

enum { WORD = 1000, CHANGED = 1400, UNLIKE = 420, PASSED = 500, LONG_WORD = 255, MOST_WORDS = 10000, MOST_GAP = 10000 };
enum { BOTH, QUOTED, SOURCE };
enum { PLAIN = 128, BLOCK = 64 };

typedef struct {
    const uint32_t *letters;
    size_t length;
    uint64_t hash, bag; /* `bag`: which letters there are, by their last six bits */
    int32_t number;     /* equal words have equal numbers */
} Word;

typedef struct {
    Word *words; /* of the quotation, then of the source */
    uint32_t *letters;
    size_t quoted, source;
    int32_t *gaps; /* the cost of a source word left out before each quoted word, and behind the last */
    int32_t *row, *change;
    uint8_t *moves;
    bool anywhere, likenesses;
} Table;

/* Where each letter of a word stands, as bits; letters that are not ASCII in a list of their own. */
typedef struct {
    uint64_t plain[PLAIN], others[BLOCK];
    uint32_t letters[BLOCK];
    size_t count;
} Pattern;

static bool same(const Word *left, const Word *right)
{
    return left->hash == right->hash && left->length == right->length &&
           memcmp(left->letters, right->letters, left->length * sizeof(uint32_t)) == 0;
}

static void make_pattern(Pattern *pattern, const Word *word)
{
    memset(pattern, 0, sizeof *pattern);
    for (size_t at = 0; at < word->length; at++) {
        uint32_t letter = word->letters[at];
        if (letter < PLAIN) {
            pattern->plain[letter] |= UINT64_C(1) << at;
            continue;
        }
        size_t other = 0;
        while (other < pattern->count && pattern->letters[other] != letter)
            other++;
        pattern->letters[other] = letter;
        pattern->others[other] |= UINT64_C(1) << at;
        pattern->count += other == pattern->count;
    }
}

static inline uint64_t places_of(const Pattern *pattern, uint32_t letter)
{
    if (letter < PLAIN)
        return pattern->plain[letter];
    for (size_t other = 0; other < pattern->count; other++)
        if (pattern->letters[other] == letter)
            return pattern->others[other];
    return 0;
}

/* The Levenshtein distance to a word of at most 64 letters, in one step a letter: Hyyrö, "A bit-vector algorithm for
 * computing Levenshtein and Damerau edit distances" (2003). */
static size_t distance_to(const Pattern *pattern, size_t length, const Word *other)
{
    uint64_t rises = ~UINT64_C(0), falls = 0, last = UINT64_C(1) << (length - 1);
    size_t distance = length;
    for (size_t at = 0; at < other->length; at++) {
        uint64_t equal = places_of(pattern, other->letters[at]);
        uint64_t diagonal = (((equal & rises) + rises) ^ rises) | equal | falls;
        uint64_t right_rises = falls | ~(diagonal | rises), right_falls = rises & diagonal;
        distance += (right_rises & last) != 0;
        distance -= (right_falls & last) != 0;
        right_rises = right_rises << 1 | 1;
        rises = right_falls << 1 | ~(diagonal | right_rises);
        falls = right_rises & diagonal;
    }
    return distance;
}

/* The same for words of more letters, cell by cell. */
static size_t long_distance(const Word *left, const Word *right)
{
    uint16_t row[LONG_WORD + 1];
    for (size_t at = 0; at <= right->length; at++)
        row[at] = (uint16_t)at;
    for (size_t at = 0; at < left->length; at++) {
        uint16_t diagonal = row[0];
        row[0] = (uint16_t)(at + 1);
        for (size_t to = 1; to <= right->length; to++) {
            uint16_t change = (uint16_t)(diagonal + (left->letters[at] != right->letters[to - 1]));
            uint16_t fewest = row[to] < row[to - 1] ? row[to] : row[to - 1];
            diagonal = row[to];
            row[to] = change <= fewest ? change : (uint16_t)(fewest + 1);
        }
    }
    return row[right->length];
}

static unsigned bits_in(uint64_t bits)
{
    unsigned count = 0;
    for (; bits; bits &= bits - 1)
        count++;
    return count;
}

/* What it costs to change one word into another that differs; `pattern` is the left one's if that is short. */
static int32_t cost_of_change(const Word *left, const Word *right, const Pattern *pattern)
{
    size_t longer = left->length > right->length ? left->length : right->length;
    size_t shorter = left->length + right->length - longer;
    if (longer > LONG_WORD || 2 * (longer - shorter) > longer || shorter == 0)
        return CHANGED;
    /* each letter that the other lacks is an edit at least */
    if (2 * bits_in(left->bag & ~right->bag) > longer || 2 * bits_in(right->bag & ~left->bag) > longer)
        return CHANGED;
    size_t distance = left->length <= BLOCK ? distance_to(pattern, left->length, right) : long_distance(left, right);
    return 2 * distance > longer ? CHANGED : UNLIKE + (int32_t)(CHANGED * distance / longer);
}

static void fill_changes(const Table *table, size_t at)
{
    const Word *left = &table->words[at];
    Pattern pattern;
    if (table->likenesses && left->length && left->length <= BLOCK)
        make_pattern(&pattern, left);
    for (size_t place = 0; place < table->source; place++) {
        const Word *right = &table->words[table->quoted + place];
        table->change[place] = left->number == right->number ? 0
                               : table->likenesses           ? cost_of_change(left, right, &pattern)
                                                             : CHANGED;
    }
}

/* One row of the table: the cheapest way to each place of the source, and the move that led there. */
static void fill_row(const Table *table, size_t at)
{
    int32_t gap = table->gaps[at + 1], *row = table->row, diagonal = row[0];
    uint8_t *move = table->moves + (at + 1) * (table->source + 1);
    row[0] += WORD;
    move[0] = QUOTED;
    for (size_t place = 1; place <= table->source; place++) {
        int32_t alone = row[place] + WORD, pair = diagonal + table->change[place - 1];
        int32_t entered = pair < alone ? pair : alone, passed = row[place - 1] + gap;
        diagonal = row[place];
        move[place] = passed < entered ? SOURCE : pair <= alone ? BOTH : QUOTED;
        row[place] = passed < entered ? passed : entered;
    }
}

static PyObject *number_or_none(Py_ssize_t number)
{
    if (number >= 0)
        return PyLong_FromSsize_t(number);
    Py_INCREF(Py_None);
    return Py_None;
}

/* The pairs from the end of both passages back to their beginning, in reading order, with cost, start and end. */
static PyObject *walk(const Table *table, size_t end)
{
    size_t at = table->quoted, place = end, moves = 0, first = end, last = end;
    bool answered = false;
    Py_ssize_t(*pairs)[2] = allocate(table->quoted + end, sizeof *pairs);
    if (!pairs)
        return NULL;
    for (; at || (place && !table->anywhere); moves++) {
        uint8_t move = table->moves[at * (table->source + 1) + place];
        pairs[moves][0] = move == SOURCE ? -1 : (Py_ssize_t)--at;
        pairs[moves][1] = move == QUOTED ? -1 : (Py_ssize_t)--place;
        if (move != QUOTED) {
            last = answered ? last : place + 1;
            first = place;
            answered = true;
        }
    }
    PyObject *laid = PyTuple_New((Py_ssize_t)moves);
    for (size_t move = 0; laid && move < moves; move++) {
        Py_ssize_t *pair = pairs[moves - 1 - move];
        PyObject *both = Py_BuildValue("(NN)", number_or_none(pair[0]), number_or_none(pair[1]));
        if (!both || PyTuple_SetItem(laid, (Py_ssize_t)move, both) < 0)
            Py_CLEAR(laid);
    }
    free(pairs);
    return laid ? Py_BuildValue("(Ninn)", laid, table->row[end], (Py_ssize_t)first, (Py_ssize_t)last) : NULL;
}

static PyObject *lay(const Table *table)
{
    for (size_t place = 0; place <= table->source; place++) {
        table->row[place] = table->anywhere ? 0 : WORD * (int32_t)place;
        table->moves[place] = SOURCE;
    }
    for (size_t at = 0; at < table->quoted; at++) {
        fill_changes(table, at);
        fill_row(table, at);
    }
    size_t end = table->source;
    for (size_t place = table->source; table->anywhere && place-- > 0;)
        if (table->row[place] <= table->row[end])
            end = place;
    return walk(table, end);
}

/* Give equal words equal numbers, by a table of their hashes. */
static bool number_words(Table *table)
{
    size_t count = table->quoted + table->source, room = 16;
    while (room < 2 * count)
        room *= 2;
    const Word **slots = calloc(room, sizeof *slots);
    for (size_t at = 0; slots && at < count; at++) {
        Word *word = &table->words[at];
        size_t slot = word->hash & (room - 1);
        while (slots[slot] && !same(slots[slot], word))
            slot = (slot + 1) & (room - 1);
        word->number = slots[slot] ? slots[slot]->number : (int32_t)at;
        if (!slots[slot])
            slots[slot] = word;
    }
    free(slots);
    return slots != NULL || (PyErr_NoMemory(), false);
}

/* Measure all words; how many letters they have together. */
static bool measure(PyObject *list, Word *words, size_t count, size_t *total)
{
    for (size_t at = 0; at < count; at++) {
        Py_ssize_t length = PyUnicode_GetLength(PyList_GetItem(list, (Py_ssize_t)at));
        if (length < 0)
            return false;
        words[at].length = (size_t)length;
        *total += (size_t)length;
    }
    return true;
}

static bool copy_letters(PyObject *list, Word *words, size_t count, uint32_t **to)
{
    for (size_t at = 0; at < count; at++) {
        Word *word = &words[at];
        PyObject *string = PyList_GetItem(list, (Py_ssize_t)at);
        if (word->length && !PyUnicode_AsUCS4(string, *to, (Py_ssize_t)word->length, 0))
            return false;
        word->letters = *to;
        word->hash = UINT64_C(0xCBF29CE484222325);
        word->bag = 0;
        for (size_t letter = 0; letter < word->length; letter++) {
            word->hash = (word->hash ^ (*to)[letter]) * UINT64_C(0x100000001B3);
            word->bag |= UINT64_C(1) << ((*to)[letter] & (BLOCK - 1));
        }
        word->hash ^= word->hash >> 32;
        *to += word->length;
    }
    return true;
}

static bool read_words(Table *table, PyObject *quoted, PyObject *source)
{
    size_t total = 0;
    table->words = allocate(table->quoted + table->source, sizeof(Word));
    if (!table->words || !measure(quoted, table->words, table->quoted, &total) ||
        !measure(source, table->words + table->quoted, table->source, &total))
        return false;
    uint32_t *letters = table->letters = allocate(total, sizeof(uint32_t));
    return letters && copy_letters(quoted, table->words, table->quoted, &letters) &&
           copy_letters(source, table->words + table->quoted, table->source, &letters) && number_words(table);
}

static bool read_gaps(Table *table, PyObject *gaps)
{
    for (size_t at = 0; at <= table->quoted; at++)
        table->gaps[at] = table->anywhere ? PASSED : WORD;
    PyObject *where, *cost;
    for (Py_ssize_t position = 0; PyDict_Next(gaps, &position, &where, &cost);) {
        long at = PyLong_AsLong(where), price = PyLong_AsLong(cost);
        if (PyErr_Occurred())
            return false;
        if (price < 0 || price > MOST_GAP) {
            PyErr_SetString(PyExc_ValueError, "a gap costs from 0 to 10000 a word");
            return false;
        }
        if (at >= 0 && (size_t)at <= table->quoted)
            table->gaps[at] = (int32_t)price;
    }
    return true;
}

static bool make_table(Table *table)
{
    size_t width = table->source + 1;
    table->gaps = allocate(table->quoted + 1, sizeof(int32_t));
    table->row = allocate(width, sizeof(int32_t));
    table->change = allocate(width, sizeof(int32_t));
    table->moves = allocate((table->quoted + 1) * width, 1);
    return table->gaps && table->row && table->change && table->moves;
}

PyObject *kernel_lay(PyObject *module, PyObject *arguments)
{
    (void)module;
    PyObject *quoted, *source, *gaps, *answer = NULL;
    int anywhere, likenesses;
    if (!PyArg_ParseTuple(arguments, "O!O!O!pp", &PyList_Type, &quoted, &PyList_Type, &source, &PyDict_Type, &gaps,
                          &anywhere, &likenesses))
        return NULL;
    Table table = {.quoted = (size_t)PyList_Size(quoted), .source = (size_t)PyList_Size(source),
                   .anywhere = anywhere, .likenesses = likenesses};
    if (table.quoted > MOST_WORDS || table.source > MOST_WORDS)
        PyErr_SetString(PyExc_OverflowError, "a passage of more than ten thousand words");
    else if (read_words(&table, quoted, source) && make_table(&table) && read_gaps(&table, gaps))
        answer = lay(&table);
    void *memory[] = {table.words, table.letters, table.gaps, table.row, table.change, table.moves};
    for (size_t each = 0; each < sizeof memory / sizeof *memory; each++)
        free(memory[each]);
    return answer;
}
