using CompiledNet.Numerics;
using CsCheck;

namespace CompiledNet.Tests.Training;

public class BalancedOrderTests
{
    private static Dataset Make(params int[] labels) => Dataset.FromLabels(new float[labels.Length], labels, labels.Max() + 1, 1);

    [Fact]
    public void In_each_run_every_class_with_examples_occurs_once() =>
        Gen.Int[0, 5].Array[1, 60].Sample(labels =>
        {
            int[] present = [.. labels.Distinct().Order()];
            BalancedOrder balanced = new(Make(labels));
            SeededRandom random = new(5);
            int[] order = new int[labels.Length];
            for (int epoch = 0; epoch < 3; epoch++)
            {
                balanced.Fill(order, random);
                foreach (int[] run in order.Chunk(present.Length))
                {
                    int[] classes = [.. run.Select(example => labels[example]).Order()];
                    Assert.Equal(classes.Distinct(), classes);
                    Assert.True(run.Length < present.Length || classes.SequenceEqual(present));
                }
            }
        });

    [Fact]
    public void Each_class_goes_through_all_its_examples_before_one_comes_again() =>
        Gen.Int[0, 3].Array[1, 40].Sample(labels =>
        {
            BalancedOrder balanced = new(Make(labels));
            SeededRandom random = new(7);
            int[] order = new int[labels.Length];
            int[] seen = new int[labels.Length];
            for (int epoch = 0; epoch < 20; epoch++)
            {
                balanced.Fill(order, random);
                foreach (int example in order)
                {
                    seen[example]++;
                }

                foreach (IGrouping<int, int> ofClass in Enumerable.Range(0, labels.Length).GroupBy(i => labels[i]))
                {
                    int[] counts = [.. ofClass.Select(example => seen[example])];
                    Assert.InRange(counts.Max() - counts.Min(), 0, 1);
                }
            }

            // Also of the most frequent class: 20 epochs with at most 4 classes go through it at least 5 times, less a place a run.
            Assert.True(seen.Min() >= 1);
        });

    [Fact]
    public void The_order_is_that_of_the_seed_and_new_in_each_epoch()
    {
        int[] labels = [.. Enumerable.Range(0, 60).Select(i => i % 10 == 0 ? 1 : 0)];
        BalancedOrder first = new(Make(labels));
        BalancedOrder second = new(Make(labels), firstRow: 100);
        SeededRandom firstRandom = new(9);
        SeededRandom secondRandom = new(9);
        int[] last = [];
        for (int epoch = 0; epoch < 3; epoch++)
        {
            int[] order = new int[60];
            int[] shifted = new int[60];
            first.Fill(order, firstRandom);
            second.Fill(shifted, secondRandom);
            Assert.Equal(order.Select(example => example + 100), shifted);
            Assert.NotEqual(last, order);
            Assert.NotEqual(order.Where(i => labels[i] == 1).Take(6).Order(), order.Where(i => labels[i] == 1).Take(6));
            last = order;
        }
    }

    [Fact]
    public void Nothing_is_allocated_in_an_epoch()
    {
        BalancedOrder balanced = new(Make([.. Enumerable.Range(0, 100).Select(i => i % 7 % 3)]));
        SeededRandom random = new(1);
        int[] order = new int[100];
        balanced.Fill(order, random);
        Assert.Equal(0, Allocations.Least(() => balanced.Fill(order, random)));
    }
}
