// What no library should do, for the tests of faults: mappings and signal handlers that nobody else knows of.
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <node_api.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>

namespace {

/** The arguments of a call, as integers. */
struct Integers {
  std::int64_t values[5] = {};

  Integers(napi_env env, napi_callback_info info) {
    std::size_t count = 5;
    napi_value arguments[5];
    napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr);
    for (std::size_t i = 0; i < count && i < 5; ++i) napi_get_value_int64(env, arguments[i], &values[i]);
  }
  std::int64_t operator[](std::size_t index) const { return values[index]; }
  void* Address(std::size_t index) const { return reinterpret_cast<void*>(values[index]); }
};

napi_value Number(napi_env env, std::int64_t value) {
  napi_value number = nullptr;
  napi_create_int64(env, value, &number);
  return number;
}

std::int64_t AsNumber(void* address) { return static_cast<std::int64_t>(reinterpret_cast<std::uintptr_t>(address)); }

/** wrap(address, length): an ArrayBuffer that owns nothing. */
napi_value Wrap(napi_env env, napi_callback_info info) {
  const Integers a(env, info);
  napi_value buffer = nullptr;
  napi_create_external_arraybuffer(env, a.Address(0), a[1], nullptr, nullptr, &buffer);
  return buffer;
}

/** mapFd(fd, length, protection, flags): the address. */
napi_value MapFd(napi_env env, napi_callback_info info) {
  const Integers a(env, info);
  return Number(env, AsNumber(mmap(nullptr, a[1], static_cast<int>(a[2]), static_cast<int>(a[3]), static_cast<int>(a[0]), 0)));
}

/** mapAt(address, fd, length, protection, flags), with MAP_FIXED: the address. */
napi_value MapAt(napi_env env, napi_callback_info info) {
  const Integers a(env, info);
  const int flags = static_cast<int>(a[4]) | MAP_FIXED;
  return Number(env, AsNumber(mmap(a.Address(0), a[2], static_cast<int>(a[3]), flags, static_cast<int>(a[1]), 0)));
}

struct sigaction before[65];

/** Says that it was called and gives the signal to whoever was there before. */
void Foreign(int signal, siginfo_t* info, void* context) {
  if (write(1, "foreign\n", 8) != 8) _exit(3);
  if ((before[signal].sa_flags & SA_SIGINFO) != 0) return before[signal].sa_sigaction(signal, info, context);
  struct sigaction action = {};
  action.sa_handler = SIG_DFL;
  sigaction(signal, &action, nullptr);
  if (info->si_code <= 0) raise(signal);
}

/** install(signal, flags) */
napi_value Install(napi_env env, napi_callback_info info) {
  const Integers a(env, info);
  const int signal = static_cast<int>(a[0]);
  struct sigaction action = {};
  action.sa_sigaction = Foreign;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | static_cast<int>(a[1]);
  return Number(env, sigaction(signal, &action, &before[signal]));
}

void Once(int, siginfo_t*, void*) {
  if (write(1, "once\n", 5) != 5) _exit(3);
}

/** installOnce(signal): a handler that only says that it was called, and that the kernel would take out then. */
napi_value InstallOnce(napi_env env, napi_callback_info info) {
  const Integers a(env, info);
  struct sigaction action = {};
  action.sa_sigaction = Once;
  action.sa_flags = SA_SIGINFO | static_cast<int>(SA_RESETHAND);
  return Number(env, sigaction(static_cast<int>(a[0]), &action, nullptr));
}

void Silent(int) {}

/** installSilent(signal): a handler that lets it end system calls, and does nothing else. */
napi_value InstallSilent(napi_env env, napi_callback_info info) {
  const Integers a(env, info);
  struct sigaction action = {};
  action.sa_handler = Silent;
  return Number(env, sigaction(static_cast<int>(a[0]), &action, nullptr));
}

napi_value Ignore(napi_env env, napi_callback_info info) {
  const Integers a(env, info);
  return Number(env, signal(static_cast<int>(a[0]), SIG_IGN) == SIG_ERR ? -1 : 0);
}

/** storeInFork(address): the wait status of a child that stores a byte there. */
napi_value StoreInFork(napi_env env, napi_callback_info info) {
  const Integers a(env, info);
  auto* byte = static_cast<volatile char*>(a.Address(0));
  const pid_t child = fork();
  if (child == 0) {
    *byte = 3;
    _exit(*byte == 3 ? 7 : 1);
  }
  int status = -1;
  waitpid(child, &status, 0);
  return Number(env, status);
}

/** sendWithCode(signal, code, address): to the calling thread, as if it came from the kernel. */
napi_value SendWithCode(napi_env env, napi_callback_info info) {
  const Integers a(env, info);
  siginfo_t sent = {};
  sent.si_signo = static_cast<int>(a[0]);
  sent.si_code = static_cast<int>(a[1]);
  sent.si_addr = a.Address(2);
  return Number(env, syscall(SYS_rt_tgsigqueueinfo, getpid(), syscall(SYS_gettid), sent.si_signo, &sent));
}

/**
 * forbid(call, errno, second): the kernel answers a system call by its number so from now on, in all threads and for good; where
 * `second` is not negative, only with that second argument.
 */
napi_value Forbid(napi_env env, napi_callback_info info) {
  const Integers a(env, info);
  const auto load = static_cast<unsigned short>(BPF_LD | BPF_W | BPF_ABS);
  const auto equal = static_cast<unsigned short>(BPF_JMP | BPF_JEQ | BPF_K);
  const auto answer = static_cast<unsigned short>(BPF_RET | BPF_K);
  const auto number = static_cast<__u32>(a[0]);
  const auto error = static_cast<__u32>(SECCOMP_RET_ERRNO | a[1]);
  const auto second = static_cast<__u32>(a[2]);
  const auto any = static_cast<__u8>(a[2] < 0 ? 2 : 0);
  sock_filter filter[] = {
      BPF_STMT(load, offsetof(seccomp_data, nr)),
      BPF_JUMP(equal, number, any, 3),
      BPF_STMT(load, offsetof(seccomp_data, args[1])),
      BPF_JUMP(equal, second, 0, 1),
      BPF_STMT(answer, error),
      BPF_STMT(answer, SECCOMP_RET_ALLOW),
  };
  sock_fprog program = {static_cast<unsigned short>(sizeof(filter) / sizeof(filter[0])), filter};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return Number(env, -1);
  return Number(env, syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program));
}

/** numberOf(which): of the system calls 0: futex_waitv, 1: futex, 2: clone, 3: clone3. */
napi_value NumberOf(napi_env env, napi_callback_info info) {
  const Integers a(env, info);
  const std::int64_t numbers[] = {449, SYS_futex, SYS_clone, 435};  // those of new calls are the same everywhere
  return Number(env, numbers[a[0]]);
}

}  // namespace

NAPI_MODULE_INIT() {
  const struct {
    const char* name;
    napi_callback call;
  } functions[] = {
      {"wrap", Wrap},
      {"mapFd", MapFd},
      {"mapAt", MapAt},
      {"install", Install},
      {"installOnce", InstallOnce},
      {"installSilent", InstallSilent},
      {"ignore", Ignore},
      {"storeInFork", StoreInFork},
      {"sendWithCode", SendWithCode},
      {"forbid", Forbid},
      {"numberOf", NumberOf},
  };
  for (const auto& each : functions) {
    napi_value function = nullptr;
    napi_create_function(env, each.name, NAPI_AUTO_LENGTH, each.call, nullptr, &function);
    napi_set_named_property(env, exports, each.name, function);
  }
  return exports;
}
