import Architectures
import Benchmarking
import Scaling
import Support

/// Finds the best networks within the scaled network's cost.
package struct BudgetJob: Job {
  package static let kind = JobKind("budget", .counting, "searching within the cost")
  package var question: BudgetQuestion

  package static func desired(in state: State) -> BudgetJob? {
    let scaling = state.screens.scaling
    guard state.screen == .scaling, scaling.page == .budget,
      let question = scaling.budgetQuestion, scaling.cache.budget?.question != question
    else { return nil }
    return BudgetJob(question: question)
  }

  package func run(in workbench: Workbench, context: JobContext) throws(Failure) -> BudgetFacts {
    let problem = BudgetProblem(
      budget: Budget(macs: Double(question.macs), bytes: Double(question.bytes))
    ) { variant in
      var needs = Needs(of: variant)
      needs.seconds = question.rates?.seconds(of: variant)
      return needs
    }
    var facts = BudgetFacts(question: question)
    facts.published = try problem.bestPublished().map { best in
      BudgetFacts.Entry(
        title: best.result.model, resolution: best.variant.resolution, needs: best.needs,
        top1: best.result.top1, accuracy: "published")
    }
    facts.scaled = try problem.bestScaled(question.base, by: question.rule).map { best in
      let estimate =
        question.base.family == .efficientNet
        ? AccuracyCurve.efficientNet.estimate(macs: best.needs.macs) : nil
      return BudgetFacts.Entry(
        title: best.variant.title, phi: best.phi, resolution: best.variant.resolution,
        needs: best.needs, top1: estimate?.top1, accuracy: estimate.map(\.words) ?? "unknown")
    }
    return facts
  }

  package func finish(_ facts: BudgetFacts, in state: inout State) {
    state.screens.scaling.cache.budget = facts
  }
}

/// The paper's equation 2: the best network that needs no more than these costs.
package struct BudgetQuestion: Hashable, Sendable {
  package var base: Variant
  package var rule: CompoundScaling
  package var macs, bytes: Int
  /// The measured rates of the base, for predicted latencies; nil before they are measured.
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
    /// Source of the accuracy: `published`, or the networks that it was interpolated between.
    package var accuracy: String
  }

  package var question: BudgetQuestion
  package var published, scaled: Entry?

  package init(question: BudgetQuestion) { self.question = question }
}

extension AccuracyCurve.Estimate {
  /// Source of the estimate: published, or the networks that it was interpolated between.
  var words: String {
    lower == upper ? "published, \(lower.name)" : "a guess between \(lower.name) and \(upper.name)"
  }
}
