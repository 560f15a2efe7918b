/* What do the files of the kernel share?
 *
 * One optional extension module, foresaid.text._kernel. Every function here has a twin in Python (numpy, rapidfuzz)
 * that gives the same answer, bit for bit; the twins are the explanation, tests/test_kernel.py holds them together.
 * Limited API of Python 3.11 only: one binary for all later versions. Buffers come from numpy and are checked for
 * size before they are read; what is made here goes back as bytes.
 */
#ifndef FORESAID_KERNEL_H
#define FORESAID_KERNEL_H

#define Py_LIMITED_API 0x030B0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Raised by one whenever a function's arguments or answers change: text/compiled.py takes no other. */
#define KERNEL_INTERFACE 5

#if defined(__GNUC__)
#define PREFETCH(address) __builtin_prefetch(address)
#else
#define PREFETCH(address) ((void)0)
#endif

/* text/normalize.py, scatter: 64 bits spread evenly over 32. */
static inline uint32_t scatter(uint64_t value)
{
    value ^= value >> 32;
    value *= UINT64_C(0xD6E8FEB86659FD93);
    value ^= value >> 32;
    return (uint32_t)value;
}

/* text/seeds.py, gram_keys: the key of the n-gram that begins at `words`. */
static inline uint32_t gram_key(const uint32_t *words, int length)
{
    if (length == 1)
        return words[0];
    uint64_t mixed = (uint64_t)words[0] + (uint64_t)length;
    for (int at = 1; at < length; at++)
        mixed = mixed * UINT64_C(0x9E3779B97F4A7C15) + words[at];
    return scatter(mixed);
}

/* A buffer of whole numbers of `size` bytes each; `count` of them. False, with an exception, where it is none. */
bool open_numbers(PyObject *object, Py_ssize_t size, Py_buffer *view, size_t *count);

/* Memory for `count` things of `size` bytes; NULL, with MemoryError, where the product or the memory is too large. */
void *allocate(size_t count, size_t size);

/* Add the types Folding (tokens.c) and Shelf (shelf.h) to the module. */
bool add_folding(PyObject *module);
bool add_shelf(PyObject *module);

PyObject *kernel_lay(PyObject *module, PyObject *arguments);
PyObject *kernel_build_grams(PyObject *module, PyObject *hashes);
PyObject *kernel_pack(PyObject *module, PyObject *arguments);
PyObject *kernel_join(PyObject *module, PyObject *arguments);
PyObject *kernel_runs(PyObject *module, PyObject *arguments);
PyObject *kernel_settle(PyObject *module, PyObject *arguments);
PyObject *kernel_weigh(PyObject *module, PyObject *arguments);
PyObject *kernel_best(PyObject *module, PyObject *arguments);
PyObject *kernel_nearest(PyObject *module, PyObject *arguments);
PyObject *kernel_products(PyObject *module, PyObject *arguments);

#endif
