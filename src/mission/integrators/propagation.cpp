#include "mission/integrators/propagation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "gmat_sweep/errors.hpp"
#include "mission/integrators/fleet.hpp"
#include "mission/integrators/stop_search.hpp"
#include "mission/integrators/stop_tracker.hpp"

namespace gmat_sweep::mission {
namespace {

StopTolerances tolerances_of(const PropagationOptions& options) {
  if (options.stop_tolerance <= 0.0) return {};
  return {options.stop_tolerance, options.stop_tolerance};
}

bool was_last_stop(const StopCondition& condition) {
  return condition.last_stops != nullptr &&
         std::ranges::find(*condition.last_stops, condition.name) != condition.last_stops->end();
}

void clear_last_stops(const PropagationOptions& options) {
  for (LastStops* stops : options.last_stops) stops->clear();
}

/// One execution of a Propagate command with stopping conditions.
class StoppedPropagation {
 public:
  StoppedPropagation(Fleet& fleet, std::span<const StopCondition> stops,
                     const PropagationOptions& options, PropagationMemory& memory,
                     PropagationObserver observer);

  PropagationResult run();

 private:
  void prepare_stops();
  void look_for_repeated_stops();
  double first_step_tolerance(const StopTracker& tracker) const;
  std::vector<StopTracker*> passed_stops();
  std::string stop_values() const;
  void check_budget() const;
  void check_escape() const;
  void stop_at(std::vector<StopTracker*> triggers);
  void remember(const StopSearch& search);

  Fleet& fleet_;
  std::vector<StopTracker> trackers_;
  const PropagationOptions& options_;
  StopTolerances tolerances_;
  PropagationMemory& memory_;
  PropagationObserver observer_;
  bool first_step_is_special_ = false;
  PropagationResult result_;
};

StoppedPropagation::StoppedPropagation(Fleet& fleet, std::span<const StopCondition> stops,
                                       const PropagationOptions& options, PropagationMemory& memory,
                                       PropagationObserver observer)
    : fleet_(fleet),
      options_(options),
      tolerances_(tolerances_of(options)),
      memory_(memory),
      observer_(observer) {
  for (const StopCondition& stop : stops) trackers_.emplace_back(stop, options.forward);
  if (memory_.first_step_tolerance == 0.0) {
    memory_.first_step_tolerance = tolerances_.value * 10.0;
  }
}

PropagationResult StoppedPropagation::run() {
  prepare_stops();
  observer_(PublishedPoint::initial, fleet_.epoch_a1_mjd());
  look_for_repeated_stops();
  for (;;) {
    check_budget();
    check_escape();
    fleet_.step();
    fleet_.update();
    ++result_.steps;
    auto triggers = passed_stops();
    if (!triggers.empty()) {
      stop_at(std::move(triggers));
      break;
    }
    first_step_is_special_ = false;
    observer_(PublishedPoint::step, fleet_.epoch_a1_mjd());
  }
  if (fleet_.accuracy_was_violated()) {
    result_.warnings.emplace_back(
        "accuracy settings were violated by steps of the least size allowed, MinStep");
  }
  result_.epoch_a1_mjd = fleet_.epoch_a1_mjd();
  return std::move(result_);
}

/// NOTE: GMAT warns of a time that lies the wrong way and propagates for ever. When nothing else
/// can end the command, that is a failed run here.
void StoppedPropagation::prepare_stops() {
  std::string unreachable;
  std::size_t count = 0;
  for (StopTracker& tracker : trackers_) {
    tracker.set_start();
    if (!tracker.is_time()) continue;
    const double difference = tracker.difference();
    if (options_.forward ? difference >= 0.0 : difference <= 0.0) continue;
    ++count;
    unreachable += fmt::format(
        "{}the stopping condition {} cannot be met: its goal lies {:.9g} "
        "{} of the start, and the propagation runs the other way",
        unreachable.empty() ? "" : "; ", tracker.condition().name, std::fabs(difference),
        difference < 0.0 ? "before" : "after");
  }
  if (count == trackers_.size()) throw RunFailed(unreachable);
  if (count > 0) result_.warnings.push_back(unreachable);
}

double StoppedPropagation::first_step_tolerance(const StopTracker& tracker) const {
  return tracker.is_time() ? tolerances_.time : memory_.first_step_tolerance;
}

/// A condition that ended the last command and is still met must not end this one at once.
void StoppedPropagation::look_for_repeated_stops() {
  for (StopTracker& tracker : trackers_) {
    tracker.reset();
    tracker.evaluate();
    const double distance = std::fabs(tracker.kept_value() - tracker.goal());
    if (!(distance < first_step_tolerance(tracker)) || !was_last_stop(tracker.condition())) {
      continue;
    }
    first_step_is_special_ = true;
    tracker.set_active(false);
  }
}

std::vector<StopTracker*> StoppedPropagation::passed_stops() {
  std::vector<StopTracker*> passed;
  for (StopTracker& tracker : trackers_) {
    bool is_passed = tracker.evaluate();
    if (!is_passed && first_step_is_special_) {
      tracker.set_active(true);
      is_passed = was_last_stop(tracker.condition()) &&
                  tracker.passes_on_first_step(first_step_tolerance(tracker));
    }
    if (is_passed) passed.push_back(&tracker);
  }
  return passed;
}

std::string StoppedPropagation::stop_values() const {
  std::string text;
  for (const StopTracker& tracker : trackers_) {
    text += fmt::format("; {} is {:.9g}, its goal {:.9g}", tracker.condition().name,
                        tracker.value(), tracker.goal());
  }
  return text;
}

void StoppedPropagation::check_budget() const {
  if (options_.max_steps == 0 || result_.steps < options_.max_steps) return;
  throw RunFailed(fmt::format(
      "no stopping condition was met in {} steps, up to A.1 modified Julian date {:.9f}{}",
      result_.steps, fleet_.epoch_a1_mjd(), stop_values()));
}

/// NOTE: GMAT propagates for ever towards an apsis that an escape orbit does not have. A straight
/// line after so many steps is an escape; the drop of a body at rest is over before.
void StoppedPropagation::check_escape() const {
  constexpr std::uint64_t steps_between_checks = 100'000;
  if (result_.steps == 0 || result_.steps % steps_between_checks != 0) return;
  if (!std::ranges::all_of(trackers_, &StopTracker::is_radial)) return;
  throw RunFailed(fmt::format(
      "an escape: after {} steps, at A.1 modified Julian date {:.9f}, position and velocity point "
      "the same way, so there is no apsis to stop at{}",
      result_.steps, fleet_.epoch_a1_mjd(), stop_values()));
}

void StoppedPropagation::stop_at(std::vector<StopTracker*> triggers) {
  const double passed_step_s = fleet_.longest_step_s();
  fleet_.revert();
  fleet_.set_final_step(true);
  StopSearch search(fleet_, std::move(triggers), passed_step_s, options_.forward, tolerances_,
                    options_.command);
  if (search.run()) observer_(PublishedPoint::stop, fleet_.epoch_a1_mjd());
  remember(search);
  fleet_.set_final_step(false);
  result_.warnings.insert(result_.warnings.end(), search.warnings().begin(),
                          search.warnings().end());
  result_.missed_stops.insert(result_.missed_stops.end(), search.missed_stops().begin(),
                              search.missed_stops().end());
}

void StoppedPropagation::remember(const StopSearch& search) {
  const double tolerance = search.tolerance();
  clear_last_stops(options_);
  memory_.first_step_tolerance =
      std::max(std::fabs(search.stopper().difference()), tolerance) * 10.0;
  for (const StopTracker& tracker : trackers_) {
    const bool is_met =
        &tracker == &search.stopper() || std::fabs(tracker.difference()) <= tolerance;
    LastStops* stops = tracker.condition().last_stops;
    if (is_met && stops != nullptr) stops->push_back(tracker.condition().name);
  }
}

PropagationResult take_single_step(Fleet& fleet, const PropagationOptions& options,
                                   PropagationObserver observer) {
  observer(PublishedPoint::initial, fleet.epoch_a1_mjd());
  fleet.step();
  fleet.update();
  observer(PublishedPoint::single_step, fleet.epoch_a1_mjd());
  clear_last_stops(options);
  return {fleet.epoch_a1_mjd(), 1, {}, {}};
}

}  // namespace

PropagationResult propagate(std::span<Participant> participants,
                            std::span<const StopCondition> stops, const PropagationOptions& options,
                            PropagationMemory& memory, PropagationObserver observer) {
  try {
    Fleet fleet(participants, options.mode);
    fleet.prepare(options.forward, options.restart);
    if (stops.empty()) return take_single_step(fleet, options, observer);
    return StoppedPropagation(fleet, stops, options, memory, observer).run();
  } catch (const RunFailed& failure) {
    if (options.command.empty()) throw;
    throw RunFailed(fmt::format("{}: {}", options.command, failure.what()));
  }
}

}  // namespace gmat_sweep::mission
