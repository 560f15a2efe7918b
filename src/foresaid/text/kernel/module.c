/* What does the extension module foresaid.text._kernel offer? Its signatures and docstrings: text/_kernel.pyi. */
#include "kernel.h"

bool open_numbers(PyObject *object, Py_ssize_t size, Py_buffer *view, size_t *count)
{
    if (PyObject_GetBuffer(object, view, PyBUF_C_CONTIGUOUS) < 0)
        return false;
    if (view->itemsize != size || view->len % size || (uintptr_t)view->buf % (uintptr_t)size) {
        PyBuffer_Release(view);
        PyErr_Format(PyExc_TypeError, "expected aligned numbers of %zd bytes", size);
        return false;
    }
    *count = (size_t)(view->len / size);
    return true;
}

void *allocate(size_t count, size_t size)
{
    void *memory = count > (SIZE_MAX / 2) / size ? NULL : malloc(count ? count * size : 1);
    if (!memory)
        PyErr_NoMemory();
    return memory;
}

static PyMethodDef functions[] = {
    {"build_grams", kernel_build_grams, METH_O, NULL},
    {"pack", kernel_pack, METH_VARARGS, NULL},
    {"join", kernel_join, METH_VARARGS, NULL},
    {"runs", kernel_runs, METH_VARARGS, NULL},
    {"settle", kernel_settle, METH_VARARGS, NULL},
    {"lay", kernel_lay, METH_VARARGS, NULL},
    {"weigh", kernel_weigh, METH_VARARGS, NULL},
    {"best", kernel_best, METH_VARARGS, NULL},
    {"nearest", kernel_nearest, METH_VARARGS, NULL},
    {"products", kernel_products, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static int start(PyObject *module)
{
    const char *pure = getenv("FORESAID_PURE");
    if (pure && *pure && strcmp(pure, "0") != 0) {
        PyErr_SetString(PyExc_ImportError, "FORESAID_PURE is set");
        return -1;
    }
    return add_folding(module) && add_shelf(module) ? PyModule_AddIntConstant(module, "INTERFACE", KERNEL_INTERFACE) : -1;
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, (void *)start}, {0, NULL}};

static struct PyModuleDef definition = {
    .m_base = PyModuleDef_HEAD_INIT,
    .m_name = "foresaid.text._kernel",
    .m_methods = functions,
    .m_slots = slots,
};

PyMODINIT_FUNC PyInit__kernel(void)
{
    return PyModuleDef_Init(&definition);
}
