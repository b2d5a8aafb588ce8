namespace CompiledNet.Tests.Training;

public class EvaluateTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(3000)]
    public void Loss_and_accuracy_are_means_over_all_examples(int count)
    {
        Dataset data = TestData.Linear(count);
        LinearNetwork network = LinearNetwork.Create(2);

        double loss = 0;
        int right = 0;
        float[] output = new float[2];
        for (int i = 0; i < count; i++)
        {
            loss += network.ComputeLoss(data.Input(i), data.Target(i), output);
            right += (output[1] > output[0] ? 1 : 0) == data.Label(i) ? 1 : 0;
        }

        Evaluation evaluation = network.Evaluate(data);
        Assert.Equal(loss / count, evaluation.Loss, 1e-4);
        Assert.Equal((double)right / count, evaluation.Accuracy);
    }

    [Fact]
    public void Of_equal_outputs_the_first_counts()
    {
        Dataset data = new(new float[9], new float[] { 1, 0, 0, 1, 2, 2 }, 3, 2);
        Assert.Equal(2.0 / 3, new LinearNetwork().Evaluate(data).Accuracy);
    }

    [Fact]
    public void The_network_does_not_change()
    {
        LinearNetwork network = LinearNetwork.Create(2);
        network.Evaluate(TestData.Linear(10));
        Assert.True(LinearNetwork.Create(2).Parameters.SequenceEqual(network.Parameters));
    }
}
