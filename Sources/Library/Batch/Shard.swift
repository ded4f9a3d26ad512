import Glibc
import Support

/// One part of a batch that several processes share: which images are its own.
public struct Shard: Hashable, Sendable {
  /// What decides where an image belongs.
  public enum Key: String, Hashable, Sendable, CaseIterable {
    /// The hash of its bytes, wherever it lies: every process reads every file.
    case content
    /// The hash of its path: nobody reads what others examine.
    case path
  }

  /// Which part it is, from 1.
  public let number: Int
  /// How many parts there are.
  public let count: Int
  /// Where the choice comes from, for a note: `--shard 2/8`, `Slurm array task 2 of 8`.
  public let origin: String

  /// Part `number` of `count`; nil where there is no such part.
  init?(_ number: Int, of count: Int, origin: String) {
    guard count >= 1, (1...count).contains(number) else { return nil }
    self.number = number
    self.count = count
    self.origin = origin
  }

  /// Reads `I/N`.
  public init(parsing text: String) throws(Failure) {
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

  /// The part that a cluster's scheduler gave this process; nil outside of an array of jobs.
  ///
  /// Slurm: `SLURM_ARRAY_TASK_ID` of `SLURM_ARRAY_TASK_COUNT` from `SLURM_ARRAY_TASK_MIN` in steps of
  /// `SLURM_ARRAY_TASK_STEP`. Kubernetes' indexed jobs: `JOB_COMPLETION_INDEX`, with the number of
  /// completions in `JOB_COMPLETIONS`, which a job's manifest has to set.
  public init?(environment: [String: String]) throws(Failure) {
    if let task = environment["SLURM_ARRAY_TASK_ID"] {
      guard let shard = Self.slurm(environment) else {
        throw Failure(
          .usage, "can't take the shard of Slurm's array task", task,
          because: "SLURM_ARRAY_TASK_COUNT, _MIN and _STEP do not fit it",
          advice: "use --array=1-N, or \(OptionName.shard) I/N")
      }
      self = shard
    } else if let index = environment["JOB_COMPLETION_INDEX"] {
      guard let completions = environment["JOB_COMPLETIONS"] else {
        throw Failure(
          .usage, "can't take the shard of Kubernetes' job index", index,
          because: "JOB_COMPLETIONS does not say how many there are",
          advice: "set it in the manifest to the job's completions, or use \(OptionName.shard) I/N")
      }
      guard let number = Int(index), let count = Int(completions),
        let shard = Shard(
          number + 1, of: count, origin: "Kubernetes job index \(number) of \(count)")
      else {
        throw Failure(
          .usage, "can't take the shard of Kubernetes' job index", index,
          because: "JOB_COMPLETIONS is '\(completions)'",
          advice: "set it to the job's completions, or use \(OptionName.shard) I/N")
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
    // An array with gaps (1,5,7) has no steps by which a task knows its place.
    guard step > 0, task >= first, (task - first) % step == 0,
      number("MAX").map({ ($0 - first) / step + 1 == count }) ?? true
    else { return nil }
    let place = (task - first) / step + 1
    return Shard(
      place, of: count, origin: "Slurm array task \(task), \(place) of \(count)")
  }

  /// Whether the image with this hash, 8 bytes at least, is one of its own.
  public func owns(_ hash: some Sequence<UInt8>) -> Bool {
    let value = hash.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return value % UInt64(count) == UInt64(number - 1)
  }
}
