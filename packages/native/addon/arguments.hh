// The only reader of JavaScript values, and the only maker of JavaScript numbers.
#pragma once

#include <node_api.h>

#include <cstddef>
#include <cstdint>

#include "holdings.hh"

namespace carray {

/** Bytes of JavaScript, which stay where they are during a call. */
struct Bytes {
  void* data = nullptr;
  std::size_t length = 0;
};

/** The arguments of one call, all numbers but for those fetched by Text, BytesAt and Value. */
template <std::size_t Count>
class Arguments {
 public:
  Arguments(napi_env env, napi_callback_info info) : env_(env) {
    std::size_t count = Count;
    napi_status status = napi_get_cb_info(env, info, &count, values_, nullptr, nullptr);
    valid_ = status == napi_ok && count >= Count;
  }

  /** An integer; a fraction is cut. Anything but a number makes the arguments invalid. */
  std::int64_t Integer(std::size_t index) {
    std::int64_t integer = 0;
    if (!valid_ || napi_get_value_int64(env_, values_[index], &integer) != napi_ok) valid_ = false;
    return integer;
  }

  /** A number as it is. Anything else makes the arguments invalid. */
  double Real(std::size_t index) {
    double real = 0;
    if (!valid_ || napi_get_value_double(env_, values_[index], &real) != napi_ok) valid_ = false;
    return real;
  }

  /**
   * Text as UTF-8, with a NUL at its end: as much as fits into `size` bytes. How many bytes all of it takes, without that NUL.
   * Anything but a string makes the arguments invalid.
   */
  std::size_t Text(std::size_t index, char* text, std::size_t size) {
    std::size_t length = 0;
    text[0] = '\0';
    if (!valid_ || napi_get_value_string_utf8(env_, values_[index], nullptr, 0, &length) != napi_ok ||
        napi_get_value_string_utf8(env_, values_[index], text, size, nullptr) != napi_ok) {
      valid_ = false;
    }
    return length;
  }

  /** Whether it is a Uint8Array, and its bytes. */
  bool BytesAt(std::size_t index, Bytes* bytes) const {
    bool is_typed_array = false;
    napi_typedarray_type type = napi_int8_array;
    napi_value value = values_[index];
    return napi_is_typedarray(env_, value, &is_typed_array) == napi_ok && is_typed_array &&
           napi_get_typedarray_info(env_, value, &type, &bytes->length, &bytes->data, nullptr, nullptr) == napi_ok &&
           type == napi_uint8_array;
  }

  napi_value Value(std::size_t index) const { return values_[index]; }

  /** Whether all arguments read so far were there and right; else a TypeError is pending. */
  bool Valid() const {
    if (!valid_) napi_throw_type_error(env_, "ERR_INVALID_ARG_TYPE", "Expected numbers, and strings for names");
    return valid_;
  }

 private:
  napi_env env_;
  napi_value values_[Count] = {};
  bool valid_ = false;
};

/** Exact up to 2^53, and for page-aligned addresses far beyond. nullptr with a pending exception if it fails. */
inline napi_value Number(napi_env env, std::int64_t value) {
  napi_value number = nullptr;
  return napi_create_int64(env, value, &number) == napi_ok ? number : nullptr;
}

/** What a refused call threw is answered by a number. */
inline void ClearException(napi_env env) {
  bool pending = false;
  napi_value exception = nullptr;
  if (napi_is_exception_pending(env, &pending) == napi_ok && pending) napi_get_and_clear_last_exception(env, &exception);
}

inline Holdings* HoldingsOf(napi_env env) {
  void* data = nullptr;
  return napi_get_instance_data(env, &data) == napi_ok ? static_cast<Holdings*>(data) : nullptr;
}

}  // namespace carray
