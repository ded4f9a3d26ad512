import Glibc
import Support

/// One of the parts into which a batch is divided among processes.
package struct Shard: Hashable, Sendable {
  /// What the assignment of an image depends on.
  package enum Key: String, Hashable, Sendable, CaseIterable {
    /// The hash of its bytes: every process reads every file.
    case content
    /// The hash of its path: a process reads only its own files.
    case path
  }

  /// Number of this part, from 1, and number of parts.
  package let number, count: Int
  /// Source of the numbers for a note: `--shard 2/8`, `Slurm array task 2 of 8`.
  package let origin: String

  /// Part `number` of `count`; nil if `number` is not in 1...count.
  init?(_ number: Int, of count: Int, origin: String) {
    guard count >= 1, (1...count).contains(number) else { return nil }
    self.number = number
    self.count = count
    self.origin = origin
  }

  /// Reads `I/N`.
  package init(parsing text: String) throws(Failure) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let number = Int(parts[0]), let count = Int(parts[1]),
      let shard = Shard(number, of: count, origin: "\(OptionName.shard) \(number)/\(count)")
    else {
      throw Failure(
        .usage, "can't take the shard", text, because: "it must be I/N with I from 1 to N",
        advice: "write \(OptionName.shard) 1/4, say")
    }
    self = shard
  }

  /// The part that a cluster's scheduler assigns to this process; nil outside of a job array.
  ///
  /// Slurm: `SLURM_ARRAY_TASK_ID` with `_COUNT`, `_MIN` and `_STEP`. Kubernetes' indexed jobs:
  /// `JOB_COMPLETION_INDEX`, and `JOB_COMPLETIONS`, which the job's manifest must set.
  package init?(environment: [String: String]) throws(Failure) {
    if let task = environment["SLURM_ARRAY_TASK_ID"] {
      guard let shard = Self.slurm(environment) else {
        throw Failure(
          .usage, "can't take the shard of Slurm's array task", task,
          because: "SLURM_ARRAY_TASK_COUNT, _MIN and _STEP do not fit it",
          advice: "use --array=1-N, or \(OptionName.shard) I/N")
      }
      self = shard
    } else if let index = environment["JOB_COMPLETION_INDEX"] {
      let completions = environment["JOB_COMPLETIONS"]
      guard let number = Int(index), let count = completions.flatMap(Int.init),
        let shard = Shard(
          number + 1, of: count, origin: "Kubernetes job index \(number) of \(count)")
      else {
        throw Failure(
          .usage, "can't take the shard of Kubernetes' job index", index,
          because: "JOB_COMPLETIONS "
            + (completions.map { "is '\($0)'" } ?? "does not say how many there are"),
          advice: "set it \(completions == nil ? "in the manifest " : "")to the job's completions, "
            + "or use \(OptionName.shard) I/N")
      }
      self = shard
    } else {
      return nil
    }
  }

  private static func slurm(_ environment: [String: String]) -> Shard? {
    func number(_ name: String) -> Int? {
      environment["SLURM_ARRAY_TASK_\(name)"].flatMap(Int.init)
    }
    guard let task = number("ID"), let count = number("COUNT") else { return nil }
    let step = number("STEP") ?? 1
    let first = number("MIN") ?? 1
    // In an array with gaps (1,5,7) a task can't know its place.
    guard step > 0, task >= first, (task - first) % step == 0,
      number("MAX").map({ ($0 - first) / step + 1 == count }) ?? true
    else { return nil }
    let place = (task - first) / step + 1
    return Shard(place, of: count, origin: "Slurm array task \(task), \(place) of \(count)")
  }

  /// True if the image with this hash (at least 8 bytes) belongs to this part.
  package func owns(_ hash: some Sequence<UInt8>) -> Bool {
    let value = hash.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return value % UInt64(count) == UInt64(number - 1)
  }
}
