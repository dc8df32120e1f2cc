#pragma once

#include <memory>
#include <type_traits>
#include <utility>

namespace gmat_sweep::mission {

template <class Signature>
class FunctionRef;

/// A callable object (a lambda, say; not a plain function) that somebody else owns: two pointers,
/// no allocation, called through one indirection. The callable must outlive the reference;
/// temporaries are refused.
template <class Result, class... Arguments>
class FunctionRef<Result(Arguments...)> {
 public:
  template <class Callable>
  requires(!std::is_same_v<std::remove_cv_t<Callable>, FunctionRef> &&
           !std::is_function_v<Callable> && std::is_invocable_r_v<Result, Callable&, Arguments...>)
      FunctionRef(Callable& callable)  // implicit, as a reference is
      : object_(const_cast<void*>(static_cast<const void*>(std::addressof(callable)))),
        call_([](void* object, Arguments... arguments) -> Result {
          return (*static_cast<Callable*>(object))(std::forward<Arguments>(arguments)...);
        }) {}

  Result operator()(Arguments... arguments) const {
    return call_(object_, std::forward<Arguments>(arguments)...);
  }

 private:
  void* object_;
  Result (*call_)(void*, Arguments...);
};

}  // namespace gmat_sweep::mission
