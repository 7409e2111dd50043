#include "file_calls.hh"

#include <cstring>

#include "arguments.hh"
#include "memory.hh"
#include "memory_files.hh"
#include "residency.hh"

namespace carray::calls {

namespace {

/** A name for the system, with the NUL at its end. */
struct Name {
  char text[4096];  // PATH_MAX of Linux: longer names are refused by any system
  /** 0, or the -errno that the name is refused with. */
  int status;
};

template <std::size_t Count>
void NameAt(Arguments<Count>& arguments, std::size_t index, Name* name) {
  const std::size_t length = arguments.Text(index, name->text, sizeof(name->text));
  name->status = 0;
  if (length >= sizeof(name->text)) {
    name->status = memory::kNameTooLong;
  } else if (std::strlen(name->text) != length) {
    name->status = memory::kInvalid;  // the system would take what is before the NUL for the name
  }
}

}  // namespace

napi_value AdviseFile(napi_env env, napi_callback_info info) {
  Arguments<4> arguments(env, info);
  std::int64_t fd = arguments.Integer(0);
  std::int64_t offset = arguments.Integer(1);
  std::int64_t length = arguments.Integer(2);
  std::int64_t advice = arguments.Integer(3);
  if (!arguments.Valid()) return nullptr;
  return Number(env, memory::AdviseFile(static_cast<int>(fd), offset, length, static_cast<int>(advice)));
}

napi_value CreateMemoryFile(napi_env env, napi_callback_info info) {
  Arguments<2> arguments(env, info);
  Name name;
  NameAt(arguments, 0, &name);
  std::int64_t flags = arguments.Integer(1);
  if (!arguments.Valid()) return nullptr;
  return Number(env, name.status != 0 ? name.status : memory::CreateMemoryFile(name.text, static_cast<int>(flags)));
}

napi_value AddSeals(napi_env env, napi_callback_info info) {
  Arguments<2> arguments(env, info);
  std::int64_t fd = arguments.Integer(0);
  std::int64_t seals = arguments.Integer(1);
  if (!arguments.Valid()) return nullptr;
  return Number(env, memory::AddSeals(static_cast<int>(fd), static_cast<int>(seals)));
}

napi_value Seals(napi_env env, napi_callback_info info) {
  Arguments<1> arguments(env, info);
  std::int64_t fd = arguments.Integer(0);
  if (!arguments.Valid()) return nullptr;
  return Number(env, memory::Seals(static_cast<int>(fd)));
}

napi_value OpenShared(napi_env env, napi_callback_info info) {
  Arguments<3> arguments(env, info);
  Name name;
  NameAt(arguments, 0, &name);
  std::int64_t flags = arguments.Integer(1);
  std::int64_t mode = arguments.Integer(2);
  if (!arguments.Valid()) return nullptr;
  if (name.status != 0) return Number(env, name.status);
  return Number(env, memory::OpenShared(name.text, static_cast<int>(flags), static_cast<int>(mode)));
}

napi_value UnlinkShared(napi_env env, napi_callback_info info) {
  Arguments<1> arguments(env, info);
  Name name;
  NameAt(arguments, 0, &name);
  if (!arguments.Valid()) return nullptr;
  return Number(env, name.status != 0 ? name.status : memory::UnlinkShared(name.text));
}

napi_value Allocate(napi_env env, napi_callback_info info) {
  Arguments<3> arguments(env, info);
  std::int64_t fd = arguments.Integer(0);
  std::int64_t offset = arguments.Integer(1);
  std::int64_t length = arguments.Integer(2);
  if (!arguments.Valid()) return nullptr;
  return Number(env, memory::Allocate(static_cast<int>(fd), offset, length));
}

napi_value CloseFile(napi_env env, napi_callback_info info) {
  Arguments<1> arguments(env, info);
  std::int64_t fd = arguments.Integer(0);
  if (!arguments.Valid()) return nullptr;
  return Number(env, memory::CloseFile(static_cast<int>(fd)));
}

}  // namespace carray::calls
