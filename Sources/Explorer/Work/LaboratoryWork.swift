import Architectures
import Benchmarking
import Scaling
import Support

/// A row of networks along one dimension.
package struct SweepQuestion: Hashable, Sendable {
  package var base: Variant
  package var kind: SweepKind
  package var rule: CompoundScaling
}

/// The paper's equation 2 with targets: the best network that needs no more.
package struct BudgetQuestion: Hashable, Sendable {
  package var base: Variant
  package var rule: CompoundScaling
  package var macs: Int
  package var bytes: Int
  /// The base's measured rates; with them latencies are told too.
  package var rates: LatencyModel?
}

/// The best networks within a budget.
package struct BudgetFacts: Equatable, Sendable {
  /// One network that fits.
  package struct Entry: Equatable, Sendable {
    package var title: String
    package var phi: Double?
    package var resolution: Int
    package var needs: Needs
    package var top1: Double?
    /// What the accuracy is: `published`, or between which networks it was interpolated.
    package var accuracy: String
  }

  package var question: BudgetQuestion
  package var published: Entry?
  package var scaled: Entry?

  package init(question: BudgetQuestion) { self.question = question }
}

// What needs no file and no engine is counted the same by every implementation.
extension Work {
  /// Counts a row of networks.
  package func sweep(_ question: SweepQuestion) throws(WorkFailure) -> Sweep {
    try standardSweep(question)
  }

  /// Counts a row of networks, whoever asks.
  package func standardSweep(_ question: SweepQuestion) throws(WorkFailure) -> Sweep {
    do throws(ScalingError) {
      return try Sweep(question.kind, of: question.base, rule: question.rule)
    } catch {
      throw WorkFailure(Failure(error, subject: question.base.title))
    }
  }

  /// Counts every (α, β, γ) of the paper's grid that keeps the constraint.
  package func search(over base: Variant) throws(WorkFailure) -> [ScalingSearch.Candidate] {
    let grid = ScalingSearch.steps(from: 1, to: 1.4, by: 0.05)
    do throws(ScalingError) {
      return try ScalingSearch(alphas: grid, betas: grid, gammas: grid).candidates(over: base)
    } catch {
      throw WorkFailure(Failure(error, subject: base.title))
    }
  }

  /// Counts the networks of a table, so that it can be shown at once from then on.
  func count(_ topic: ResultsTopic) -> [Variant: Double] {
    _ = ResultsPage(topic)
    return recordedLatencies
  }

  /// Finds the best networks within a budget.
  package func budget(_ question: BudgetQuestion) -> BudgetFacts { standardBudget(question) }

  /// Finds the best networks within a budget, by counting.
  package func standardBudget(_ question: BudgetQuestion) -> BudgetFacts {
    let problem = BudgetProblem(
      budget: Budget(macs: Double(question.macs), bytes: Double(question.bytes))
    ) { variant in
      var needs = Needs(of: variant)
      needs.seconds = question.rates?.seconds(of: variant)
      return needs
    }
    var facts = BudgetFacts(question: question)
    facts.published = problem.bestPublished().map { best in
      BudgetFacts.Entry(
        title: best.result.model, resolution: best.variant.resolution, needs: best.needs,
        top1: best.result.top1, accuracy: "published")
    }
    facts.scaled = problem.bestScaled(question.base, by: question.rule).map { best in
      let estimate =
        question.base.family == .efficientNet
        ? AccuracyCurve.efficientNet.estimate(macs: best.needs.macs) : nil
      return BudgetFacts.Entry(
        title: best.variant.title, phi: best.phi, resolution: best.variant.resolution,
        needs: best.needs, top1: estimate?.top1, accuracy: estimate.map(\.words) ?? "unknown")
    }
    return facts
  }
}

extension AccuracyCurve.Estimate {
  /// What the value is: published, or a guess and between which networks.
  var words: String {
    lower == upper ? "published, \(lower.name)" : "a guess between \(lower.name) and \(upper.name)"
  }
}
