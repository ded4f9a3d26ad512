import Library
import Support
import Testing

/// Which part of a batch a process takes.
@Suite struct ShardTests {
  /// Hashes that differ in all bytes.
  private var hashes: [[UInt8]] {
    (0..<1000).map { number in
      var state = UInt64(number) &* 0x9E37_79B9_7F4A_7C15
      return (0..<32).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1
        return UInt8(truncatingIfNeeded: state >> 56)
      }
    }
  }

  @Test(arguments: [1, 2, 3, 7, 16])
  func everyHashBelongsToOneShard(_ count: Int) throws {
    let shards = try (1...count).map { try Shard(parsing: "\($0)/\(count)") }
    var sizes = [Int](repeating: 0, count: count)
    for hash in hashes {
      let owners = shards.indices.filter { shards[$0].owns(hash) }
      #expect(owners.count == 1)
      owners.forEach { sizes[$0] += 1 }
    }
    #expect((sizes.min() ?? 0) * count > 500, "\(sizes)")
  }

  @Test(arguments: ["0/4", "5/4", "1", "1/0", "a/b", "1/2/3", "-1/4"])
  func wrongShardsAreRefused(_ text: String) {
    #expect(#expect(throws: Failure.self) { try Shard(parsing: text) }?.status == .usage)
  }

  @Test func slurmsVariablesAreRead() throws {
    func shard(_ id: Int, _ minimum: Int, _ maximum: Int, _ step: Int, _ count: Int) throws
      -> Shard?
    {
      try Shard(environment: [
        "SLURM_ARRAY_TASK_ID": "\(id)", "SLURM_ARRAY_TASK_MIN": "\(minimum)",
        "SLURM_ARRAY_TASK_MAX": "\(maximum)", "SLURM_ARRAY_TASK_STEP": "\(step)",
        "SLURM_ARRAY_TASK_COUNT": "\(count)",
      ])
    }
    let plain = try shard(3, 1, 8, 1, 8)
    #expect(plain?.number == 3 && plain?.count == 8)
    let fromZero = try shard(0, 0, 7, 1, 8)
    #expect(fromZero?.number == 1 && fromZero?.count == 8)
    let stepped = try shard(9, 1, 13, 4, 4)
    #expect(stepped?.number == 3 && stepped?.count == 4)
    // --array=1,5,7: a task does not know how many stand before it.
    #expect(#expect(throws: Failure.self) { try shard(7, 1, 7, 1, 3) }?.status == .usage)
  }

  @Test func kubernetesIndexNeedsTheirNumber() throws {
    let shard = try Shard(environment: ["JOB_COMPLETION_INDEX": "0", "JOB_COMPLETIONS": "4"])
    #expect(shard?.number == 1 && shard?.count == 4)
    for completions in [nil, "0", "many"] {
      var environment = ["JOB_COMPLETION_INDEX": "0"]
      environment["JOB_COMPLETIONS"] = completions
      #expect(throws: Failure.self) { try Shard(environment: environment) }
    }
    #expect(try Shard(environment: ["HOME": "/root"]) == nil)
  }
}
