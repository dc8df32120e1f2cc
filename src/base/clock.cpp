#include "base/clock.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <cstdio>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {

using namespace std::chrono;

UtcTime utc_now() { return floor<microseconds>(system_clock::now()); }

std::string to_iso8601(UtcTime time) {
  const auto second = floor<seconds>(time);
  const auto fraction = (time - second).count();
  std::string text =
      fmt::format("{:%Y-%m-%dT%H:%M:%S}", fmt::gmtime(system_clock::to_time_t(second)));
  if (fraction != 0) text += fmt::format(".{:06}", fraction);
  return text + "+00:00";
}

UtcTime parse_iso8601(std::string_view text) {
  const auto malformed = [&] {
    return GmatSweepError(fmt::format(
        "\"{}\" is not an ISO 8601 time such as 2026-01-02T03:04:05.000678+00:00", text));
  };
  const std::string owned(text);
  int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0, used = 0;
  if (std::sscanf(owned.c_str(), "%4d-%2d-%2d%*1[T ]%2d:%2d:%2d%n", &y, &mo, &d, &h, &mi, &s,
                  &used) != 6) {
    throw malformed();
  }
  const year_month_day date{year{y}, month{static_cast<unsigned>(mo)},
                            day{static_cast<unsigned>(d)}};
  if (!date.ok() || h > 23 || mi > 59 || s > 60) throw malformed();
  UtcTime time = sys_days{date} + hours{h} + minutes{mi} + seconds{s};

  auto at = static_cast<std::size_t>(used);
  if (at < text.size() && text[at] == '.') {
    ++at;
    std::int64_t scale = 100'000;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10) {
      time += microseconds{(text[at] - '0') * scale};
    }
  }
  const std::string offset = owned.substr(at);
  if (offset.empty() || offset == "Z") return time;
  int oh = 0, om = 0;
  if (std::sscanf(offset.c_str(), "%*1[+-]%2d:%2d", &oh, &om) != 2) throw malformed();
  const auto shift = hours{oh} + minutes{om};
  return offset[0] == '-' ? time + shift : time - shift;
}

double monotonic_seconds() {
  return duration<double>(steady_clock::now().time_since_epoch()).count();
}

}  // namespace gmat_sweep
