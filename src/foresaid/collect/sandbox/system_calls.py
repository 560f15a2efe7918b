"""Which system calls has a parser no need of? Their numbers on x86-64 and on ARM64, -1 where there is none.

Sources: arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h of the Linux kernel.
"""

from __future__ import annotations

# machine -> column of the tables below, and the number that seccomp knows the architecture by (linux/audit.h)
AUDIT_ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}

_NETWORK = (
    (41, 198), (53, 199), (42, 203), (49, 200), (50, 201), (43, 202), (288, 242),  # socket … accept4
    (44, 206), (46, 211), (307, 269),  # sendto, sendmsg, sendmmsg
)  # fmt: skip
_OTHER_PROCESSES = (
    (101, 117), (310, 270), (311, 271), (438, 438),  # ptrace, process_vm_readv, process_vm_writev, pidfd_getfd
    (62, 129), (200, 130), (234, 131), (129, 138), (297, 240), (424, 424),  # kill … pidfd_send_signal
    (29, 194), (64, 190), (68, 186), (240, 180),  # shmget, semget, msgget, mq_open
    # What others made is reached by number, without a get: shmat, shmctl, semop, semtimedop, semctl, msgsnd …
    (30, 196), (31, 195), (65, 193), (220, 192), (66, 191), (69, 189), (70, 188), (71, 187), (241, 181),
    # setpriority, sched_setparam …, ioprio_set, migrate_pages, move_pages, kcmp
    (141, 140), (142, 118), (144, 119), (203, 122), (314, 274), (251, 30), (256, 238), (279, 239), (312, 272),
)  # fmt: skip
_FILES = (
    (90, -1), (91, 52), (268, 53), (452, 452), (92, -1), (93, 55), (94, -1), (260, 54),  # chmod …, chown …
    (132, -1), (235, -1), (261, -1), (280, 88),  # utime, utimes, futimesat, utimensat
    (188, 5), (189, 6), (190, 7), (197, 14), (198, 15), (199, 16),  # setxattr …, removexattr …
    (303, 264), (304, 265),  # name_to_handle_at, open_by_handle_at
    (253, -1), (294, 26), (254, 27), (300, 262), (301, 263),  # inotify …, fanotify …: names of files elsewhere
)  # fmt: skip
_SYSTEM = (
    (165, 40), (166, 39), (155, 41), (161, 51), (272, 97), (308, 268),  # mount …, chroot, unshare, setns
    (321, 280), (298, 241), (323, 282), (425, 425), (426, 426), (427, 427),  # bpf … io_uring
    (248, 217), (249, 218), (250, 219), (103, 116),  # keys, syslog
    (175, 105), (313, 273), (176, 106), (246, 104), (320, 294), (169, 142),  # modules, kexec, reboot
    (179, 60), (167, 224), (168, 225), (153, 58), (162, 81), (306, 267), (172, -1), (173, -1),  # quotactl … ioperm
    (163, 89), (170, 161), (171, 162), (164, 170), (227, 112), (159, 171), (305, 266),  # acct … clock_adjtime
)  # fmt: skip

# From here on numbers are the same everywhere, and nobody here needs what is newer than pidfd_send_signal: new
# mounts, process_madvise, setxattrat, file_setattr and whatever comes. They are answered as by an older kernel.
NEWER = 424

# Calls that may do one thing and not another: numbers, which argument tells, whether its low 32 bits must be
# one of the values (True) or none of them. prlimit64 of oneself; fcntl and ioctl without F_SETOWN, F_SETSIG,
# F_SETOWN_EX, FIOSETOWN, SIOCSPGRP (by which the kernel signals another process) and TIOCSTI, TIOCLINUX.
BY_ARGUMENT = (
    ((302, 261), 0, True, (0,)),
    ((72, 25), 1, False, (8, 10, 15)),
    ((16, 29), 1, False, (0x8901, 0x8902, 0x5412, 0x541C)),
)

# What no parser and no recogniser needs.
DENIED = _NETWORK + _OTHER_PROCESSES + _FILES + _SYSTEM
# What a recogniser needs, being a program, and a parser does not: execve, execveat, fork, vfork, clone, clone3.
PROGRAMS = ((59, 221), (322, 281), (57, -1), (58, -1), (56, 220), (435, 435))
