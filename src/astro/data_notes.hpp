#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gmat_sweep::astro {

/// What a user should know of how one run used its data: each thing once, however often it
/// happens. Belongs to one run; not for two threads at a time.
class DataNotes {
 public:
  /// Notes that `item` ("Earth orientation") of the file `source` was asked for at an epoch past
  /// one of its ends, and that the values at that end were used, as GMAT uses them. Allocates only
  /// the first time.
  /// @param utc_mjd, first_utc_mjd, last_utc_mjd  modified Julian dates, offset JD 2430000
  /// @pre the epoch lies outside [first, last]
  void clamped(std::string_view item, std::string_view source, double utc_mjd, double first_utc_mjd,
               double last_utc_mjd);

  /// One sentence each, in the order they came up; the same for every run that has them.
  const std::vector<std::string>& texts() const { return texts_; }

 private:
  struct Clamped {
    std::string item;
    std::string source;
    bool after_last = false;
  };

  std::vector<Clamped> clamped_;
  std::vector<std::string> texts_;
};

}  // namespace gmat_sweep::astro
