#pragma once

#include <memory>
#include <type_traits>
#include <utility>

namespace gmat_sweep::mission {

template <class Signature>
class FunctionRef;

/// A callable object (a lambda, say; not a plain function) that somebody else owns: two pointers,
/// no allocation, called through one indirection. The callable must outlive the reference; bind it
/// to a named object, not to a temporary that dies before the last call.
template <class Result, class... Arguments>
class FunctionRef<Result(Arguments...)> {
 public:
  template <class Callable>
  requires(!std::is_same_v<std::remove_cvref_t<Callable>, FunctionRef> &&
           std::is_invocable_r_v<Result, Callable&, Arguments...>)
      FunctionRef(Callable&& callable)  // implicit, as a reference is
      : object_(const_cast<void*>(static_cast<const void*>(std::addressof(callable)))),
        call_([](void* object, Arguments... arguments) -> Result {
          return (*static_cast<std::remove_reference_t<Callable>*>(object))(
              std::forward<Arguments>(arguments)...);
        }) {}

  Result operator()(Arguments... arguments) const {
    return call_(object_, std::forward<Arguments>(arguments)...);
  }

 private:
  void* object_;
  Result (*call_)(void*, Arguments...);
};

}  // namespace gmat_sweep::mission
