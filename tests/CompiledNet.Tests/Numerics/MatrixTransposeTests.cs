using CompiledNet.Numerics;

namespace CompiledNet.Tests.Numerics;

[Trait("Category", "Numerics")]
public class MatrixTransposeTests
{
    [Fact]
    public void Every_small_shape_is_transposed_and_the_padding_left_alone()
    {
        for (int rows = 0; rows <= 21; rows++)
        {
            for (int columns = 0; columns <= 21; columns++)
            {
                Check(rows, columns, rows);
                Check(rows, columns, rows + 5);
            }
        }
    }

    [Theory]
    [InlineData(784, 16, 784)]
    [InlineData(128, 64, 128)]
    [InlineData(64, 10, 64)]
    [InlineData(257, 33, 272)]
    [InlineData(1, 1000, 16)]
    [InlineData(1000, 1, 1008)]
    public void Layer_sizes_are_transposed(int rows, int columns, int stride) => Check(rows, columns, stride);

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        float[] values = new float[12];
        Assert.Throws<ArgumentException>(() => MatrixTranspose.Transpose(values, 4, 4, new float[16], 4));
        Assert.Throws<ArgumentException>(() => MatrixTranspose.Transpose(values, 4, 3, new float[11], 4));
        Assert.Throws<ArgumentException>(() => MatrixTranspose.Transpose(values, 4, 3, new float[12], 3));
        Assert.Throws<ArgumentException>(() => MatrixTranspose.Transpose(values, -1, 3, new float[12], 4));
    }

    private static void Check(int rows, int columns, int stride)
    {
        float[] source = NumericInputs.Uniform(rows * columns, -1f, 1f, rows + columns);
        float[] destination = new float[columns * stride];
        Array.Fill(destination, 9f);
        MatrixTranspose.Transpose(source, rows, columns, destination, stride);
        for (int c = 0; c < columns; c++)
        {
            for (int r = 0; r < stride; r++)
            {
                Assert.Equal(r < rows ? source[(r * columns) + c] : 9f, destination[(c * stride) + r]);
            }
        }
    }
}
