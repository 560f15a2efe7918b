/* Which words stand in a text, and where exactly? The twin of text/normalize.py, _tokens_of_block. */
#include "kernel.h"

enum { BREAK, SKIP, EXPAND };
enum { LOWER = 1 << 30, VALUE = LOWER - 1 }; /* of a fold-table entry: whether the character is a small letter */
enum { TABLE = 0x10000, POWERS = 64, FARTHEST = 8, FOLDING_COLUMNS = 4 };

typedef struct {
    const uint8_t *narrow; /* ASCII text, or */
    const uint32_t *wide;  /* any other */
    size_t length;
} Text;

/* How characters fold: `table` for the basic plane; `codes`, sorted, with the `letters` from offsets[i] to
 * offsets[i + 1], for those that stand for several letters and for those beyond. */
typedef struct {
    const uint32_t *table, *codes, *offsets, *letters;
    size_t several;
} Folding;

typedef struct {
    uint32_t *starts, *ends, *hashes;
    size_t count, room;
} Found;

/* The word that is being read. `lettered` and `alone` are of the last character that has ink. */
typedef struct {
    Found *found;
    uint64_t sum;
    uint32_t start, end;
    unsigned inside;
    bool open, lettered, alone, scripted, unknown; /* unknown: a character beyond the table was met */
} Reader;

static uint64_t powers[POWERS];

static void fill_powers(void)
{
    uint64_t value = 1;
    for (int place = 0; place < POWERS; place++, value *= UINT64_C(0x100000001B3))
        powers[place] = value;
}

static inline uint32_t code_at(const Text *text, size_t at)
{
    return text->narrow ? text->narrow[at] : text->wide[at];
}

/* Where among `codes` a character stands that folds into several, or lies beyond the table. */
static size_t find_code(const Folding *folding, uint32_t code)
{
    size_t low = 0, high = folding->several;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (folding->codes[middle] < code)
            low = middle + 1;
        else
            high = middle;
    }
    return low < folding->several && folding->codes[low] == code ? low : SIZE_MAX;
}

static bool is_space(uint32_t code)
{
    return code == 0x20 || code == 0x09 || code == 0x0A || code == 0x0D;
}

static bool is_hyphen(uint32_t code)
{
    return code == '-' || code == 0x2010 || code == 0x2011 || code == 0xAC || code == 0xAD;
}

/* Scripts without spaces, as UNSPACED in text/normalize.py. */
static bool is_unspaced(uint32_t value)
{
    return (value >= 0x3040 && value <= 0x30FF) || (value >= 0x3400 && value <= 0x9FFF) ||
           (value >= 0xF900 && value <= 0xFAFF) || (value >= 0x20000 && value <= 0x323AF);
}

static bool is_lower(const Folding *folding, uint32_t code)
{
    if (code < TABLE)
        return folding->table[code] & LOWER;
    size_t at = find_code(folding, code);
    return at != SIZE_MAX && (folding->letters[folding->offsets[at]] & LOWER);
}

/* Where the word goes on that a hyphen at `at` divides; 0 where it divides none. */
static size_t join_line(const Text *text, const Folding *folding, size_t at)
{
    if (at == 0 || text->length - at < 3 || !is_space(code_at(text, at + 1)))
        return 0;
    size_t end = at + 1, limit = text->length - end < FARTHEST ? text->length : end + FARTHEST;
    unsigned lines = 0;
    for (; end < limit && is_space(code_at(text, end)); end++)
        lines += code_at(text, end) == 0x0A;
    bool soft = code_at(text, at) == 0xAD && lines == 0;
    if (end >= text->length || !(soft || lines == 1 || lines == 2))
        return 0;
    return is_lower(folding, code_at(text, end)) ? end : 0;
}

static bool grow(Found *found)
{
    size_t room = found->room * 2;
    if (room > SIZE_MAX / 2 / sizeof(uint32_t))
        return false;
    uint32_t **columns[] = {&found->starts, &found->ends, &found->hashes};
    for (int column = 0; column < 3; column++) {
        uint32_t *larger = realloc(*columns[column], room * sizeof(uint32_t));
        if (!larger)
            return false;
        *columns[column] = larger;
    }
    found->room = room;
    return true;
}

static bool close_word(Reader *reader)
{
    Found *found = reader->found;
    if (!reader->open)
        return true;
    if (found->count == found->room && !grow(found))
        return false;
    found->starts[found->count] = reader->start;
    found->ends[found->count] = reader->end;
    found->hashes[found->count++] = scatter(reader->sum);
    reader->open = false;
    return true;
}

/* Read one folded value that came from the character at `at`. */
static inline bool read_value(Reader *reader, uint32_t value, uint32_t at)
{
    if (value == SKIP)
        return true;
    if (value <= EXPAND) {
        reader->lettered = reader->alone = false;
        return true;
    }
    bool alone = reader->scripted && is_unspaced(value);
    if (!reader->lettered || alone || reader->alone) {
        if (!close_word(reader))
            return false;
        *reader = (Reader){.found = reader->found, .start = at, .open = true, .scripted = reader->scripted};
    }
    reader->sum += value * powers[reader->inside++ % POWERS];
    reader->end = at + 1;
    reader->lettered = true;
    reader->alone = alone;
    return true;
}

/* Read a character that stands for several letters, or lies beyond the table; `last` becomes its last value. */
static bool read_several(Reader *reader, const Folding *folding, uint32_t code, uint32_t at, uint32_t *last)
{
    size_t which = find_code(folding, code);
    if (which == SIZE_MAX) {
        reader->unknown = true;
        return false;
    }
    for (uint32_t letter = folding->offsets[which]; letter < folding->offsets[which + 1]; letter++) {
        *last = folding->letters[letter] & VALUE;
        if (!read_value(reader, *last, at))
            return false;
    }
    return true;
}

static bool read_text(Reader *reader, const Text *text, const Folding *folding)
{
    uint32_t before = BREAK; /* the value of the character before, though a hyphen's spaces be passed over */
    for (size_t at = 0; at < text->length; at++) {
        uint32_t code = code_at(text, at), value = code < TABLE ? folding->table[code] & VALUE : EXPAND;
        if (before > EXPAND && is_hyphen(code)) {
            size_t end = join_line(text, folding, at);
            if (end) {
                at = end - 1;
                before = BREAK;
                continue;
            }
        }
        if (value == EXPAND) {
            if (!read_several(reader, folding, code, (uint32_t)at, &before))
                return false;
        } else {
            before = value;
            if (!read_value(reader, value, (uint32_t)at))
                return false;
        }
    }
    return close_word(reader);
}

static bool is_scripted(const Text *text)
{
    for (size_t at = 0; !text->narrow && at < text->length; at++)
        if (text->wide[at] >= 0x3040)
            return true;
    return false;
}

static PyObject *tokens_of(const Text *text, const Folding *folding)
{
    Found found = {.room = text->length / 4 + 16};
    found.starts = malloc(found.room * sizeof(uint32_t));
    found.ends = malloc(found.room * sizeof(uint32_t));
    found.hashes = malloc(found.room * sizeof(uint32_t));
    Reader reader = {.found = &found, .scripted = is_scripted(text)};
    PyObject *answer = NULL;
    if (found.starts && found.ends && found.hashes && read_text(&reader, text, folding)) {
        Py_ssize_t size = (Py_ssize_t)(found.count * sizeof(uint32_t));
        answer = Py_BuildValue("(y#y#y#)", found.starts, size, found.ends, size, found.hashes, size);
    } else if (reader.unknown) {
        answer = Py_BuildValue("");
    } else {
        PyErr_NoMemory();
    }
    free(found.starts);
    free(found.ends);
    free(found.hashes);
    return answer;
}

/* Whether the offsets never fall and end within the letters, so that reading by them stays inside. */
static bool is_folding(const Folding *folding, size_t table, size_t offsets, size_t letters)
{
    if (table != TABLE || offsets != folding->several + 1)
        return false;
    for (size_t at = 0; at < folding->several; at++)
        if (folding->offsets[at] >= folding->offsets[at + 1])
            return false;
    return folding->offsets[folding->several] <= letters;
}

static PyObject *tokens_of_string(PyObject *string, const Folding *folding)
{
    Py_ssize_t length = PyUnicode_GetLength(string), size = 0;
    if (length < 0)
        return NULL;
    if (length > INT32_MAX) { /* places are u32; text/normalize.py gives a million characters at a time */
        PyErr_SetString(PyExc_OverflowError, "text too long for one block");
        return NULL;
    }
    Text text = {.length = (size_t)length};
    PyObject *ascii = PyObject_CallMethod(string, "isascii", NULL);
    if (!ascii)
        return NULL;
    bool narrow = PyObject_IsTrue(ascii) == 1;
    Py_DECREF(ascii);
    if (narrow) {
        text.narrow = (const uint8_t *)PyUnicode_AsUTF8AndSize(string, &size);
        return text.narrow && size == length ? tokens_of(&text, folding) : NULL;
    }
    Py_UCS4 *codes = PyUnicode_AsUCS4Copy(string);
    if (!codes)
        return NULL;
    text.wide = codes;
    PyObject *answer = tokens_of(&text, folding);
    PyMem_Free(codes);
    return answer;
}

/* The fold table in the kernel's hands, checked once: most texts are a few words. */
typedef struct {
    PyObject_HEAD
    Folding folding;
    Py_buffer views[FOLDING_COLUMNS];
    int opened;
} Fold;

static PyObject *fold_new(PyTypeObject *type, PyObject *arguments, PyObject *named)
{
    (void)named;
    PyObject *given[FOLDING_COLUMNS];
    size_t counts[FOLDING_COLUMNS];
    if (!PyArg_ParseTuple(arguments, "OOOO", &given[0], &given[1], &given[2], &given[3]))
        return NULL;
    Fold *fold = (Fold *)PyType_GenericNew(type, NULL, NULL); /* all zero */
    while (fold && fold->opened < FOLDING_COLUMNS) {
        if (!open_numbers(given[fold->opened], 4, &fold->views[fold->opened], &counts[fold->opened])) {
            Py_DECREF(fold);
            return NULL;
        }
        fold->opened++;
    }
    if (!fold)
        return NULL;
    const Py_buffer *views = fold->views;
    fold->folding = (Folding){views[0].buf, views[1].buf, views[2].buf, views[3].buf, counts[1]};
    if (!is_folding(&fold->folding, counts[0], counts[2], counts[3])) {
        PyErr_SetString(PyExc_ValueError, "no fold table");
        Py_DECREF(fold);
        return NULL;
    }
    return (PyObject *)fold;
}

static void fold_free(PyObject *self)
{
    Fold *fold = (Fold *)self;
    PyTypeObject *type = Py_TYPE(self);
    while (fold->opened)
        PyBuffer_Release(&fold->views[--fold->opened]);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(self);
    Py_DECREF(type);
}

static PyObject *fold_tokens(PyObject *self, PyObject *string)
{
    if (!PyUnicode_Check(string)) {
        PyErr_SetString(PyExc_TypeError, "a text is a str");
        return NULL;
    }
    return tokens_of_string(string, &((Fold *)self)->folding);
}

static PyMethodDef methods[] = {{"tokens", fold_tokens, METH_O, NULL}, {NULL, NULL, 0, NULL}};

static PyType_Slot slots[] = {
    {Py_tp_new, (void *)fold_new}, {Py_tp_dealloc, (void *)fold_free}, {Py_tp_methods, methods}, {0, NULL}};

static PyType_Spec spec = {
    .name = "foresaid.text._kernel.Folding",
    .basicsize = sizeof(Fold),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = slots,
};

bool add_folding(PyObject *module)
{
    fill_powers();
    PyObject *type = PyType_FromSpec(&spec);
    if (!type || PyModule_AddObjectRef(module, "Folding", type) < 0)
        return false;
    Py_DECREF(type);
    return true;
}
